package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.callescalation.BundleExtension;
import dev.callescalation.TestBundle;
import dev.callescalation.secret.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** TLS on either port, with the certificate in PEM or in PKCS #12. */
class TlsTest {

    private static final TestKeys KEYS = TestKeys.make("RSA");

    @RegisterExtension
    static final BundleExtension WEBHOOK = BundleExtension.with(
            "calls.webhook.tls=true",
            "calls.tls.certificate-file=" + KEYS.certificate(),
            "calls.tls.key-file=" + KEYS.key());

    @RegisterExtension
    static final BundleExtension CONTROL = BundleExtension.with(
            "calls.control.tls=true",
            "calls.tls.certificate-file=" + KEYS.pkcs12(),
            "calls.tls.password=" + TestKeys.PASSWORD);

    @Test
    void theWebhookShowsTheCertificateOfThePemFiles() throws Exception {
        // given
        URI webhook = URI.create(WEBHOOK.bundle().webhook().replace("http:", "https:"));
        HttpRequest.Builder notification = HttpRequest.newBuilder(webhook)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"value\":[]}"));
        // when, then
        assertThat(send(notification.build()).statusCode()).isEqualTo(401);
        String token = WEBHOOK.bundle().sandbox().webhookToken(TestBundle.TENANT);
        assertThat(send(notification.header("Authorization", "Bearer " + token).build())
                        .statusCode())
                .isEqualTo(202);
        assertThat(WEBHOOK.bundle().get("/escalations").statusCode()).isEqualTo(200);
    }

    @Test
    void theControlPortShowsTheCertificateOfThePkcs12File() throws Exception {
        // given
        URI control =
                URI.create(CONTROL.bundle().control("/escalations").toString().replace("http:", "https:"));
        // when, then
        assertThat(send(HttpRequest.newBuilder(control).build()).statusCode()).isEqualTo(200);
        assertThat(CONTROL.bundle().notify("", "s", "{\"value\":[]}").statusCode())
                .isEqualTo(202);
    }

    @Test
    void theMetricsSayHowLongTheCertificateHolds() {
        // when
        String metrics = WEBHOOK.bundle().get("/observe/metrics").body();
        // then: keytool makes certificates for 90 days
        String series = "calls_certificate_seconds_left{certificate=\"tls\"} ";
        double secondsLeft = Double.parseDouble(
                metrics.split(Pattern.quote(series))[1].lines().findFirst().orElseThrow());
        assertThat(Duration.ofSeconds((long) secondsLeft)).isBetween(Duration.ofDays(89), Duration.ofDays(90));
        assertThat(metrics).contains("calls_certificate_seconds_left{certificate=\"bot\"} NaN");
    }

    @Test
    void nothingIsSaidWithoutTls() {
        try (RawClient client = new RawClient(URI.create(WEBHOOK.bundle().webhook()))) {
            // when
            client.say("GET / HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n");
            // then
            assertThat(client.status()).isZero();
        }
    }

    @Test
    void oldTlsIsRefused() throws Exception {
        // given
        SSLParameters old = new SSLParameters();
        old.setProtocols(new String[] {"TLSv1.1"});
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting())
                .sslParameters(old)
                .build();
        URI webhook = URI.create(WEBHOOK.bundle().webhook().replace("http:", "https:"));
        // when, then
        assertThatThrownBy(() ->
                        client.send(HttpRequest.newBuilder(webhook).build(), HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(trusting())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("bundle", KEYS.store().getCertificate("test"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
