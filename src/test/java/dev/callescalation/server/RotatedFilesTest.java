package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.secret.TestKeys;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens and certificates that are replaced while the program runs. */
class RotatedFilesTest {

    private static final String FIRST = "f1rst-f1rst-f1rst-f1rst-f1rst";
    private static final String SECOND = "sec0nd-sec0nd-sec0nd-sec0nd-";
    private static final TestKeys KEYS = TestKeys.make("RSA");

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.control.token-file=" + KEYS.file("token", FIRST),
            "calls.control.viewer-token-file=" + KEYS.file("viewer", "v1ewer-v1ewer-v1ewer-v1ewer-1"),
            "calls.webhook.tls=true",
            "calls.tls.certificate-file=" + KEYS.certificate(),
            "calls.tls.key-file=" + KEYS.key());

    @Test
    void aNewTokenTakesThePlaceOfTheOldOneAndEndsItsSessions() {
        // given
        String session = signIn(FIRST);
        assertThat(status("Cookie", session)).isEqualTo(200);
        // when
        KEYS.file("token", SECOND + "\n");
        // then
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(status("Authorization", "Bearer " + SECOND)).isEqualTo(200));
        assertThat(status("Authorization", "Bearer " + FIRST)).isEqualTo(401);
        assertThat(status("Cookie", session)).isEqualTo(401);
        assertThat(status("Cookie", signIn(SECOND))).isEqualTo(200);
        // and when: that of the viewers by mistake
        KEYS.file("token", "v1ewer-v1ewer-v1ewer-v1ewer-1");
        KEYS.file("viewer", SECOND);
        // then: both files were taken up, or none of them
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(status("Authorization", "Bearer v1ewer-v1ewer-v1ewer-v1ewer-1"))
                        .isEqualTo(200));
        KEYS.file("viewer", "v1ewer-v1ewer-v1ewer-v1ewer-1");
        KEYS.file("token", FIRST);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(status("Authorization", "Bearer " + FIRST)).isEqualTo(200));
    }

    @Test
    void theNextConnectionIsShownTheNewCertificate() throws Exception {
        // given
        assertThat(shown()).isEqualTo(KEYS.store().getCertificate("test"));
        TestKeys next = TestKeys.make("RSA");
        // when
        Files.copy(Path.of(next.certificate()), Path.of(KEYS.certificate()), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of(next.key()), Path.of(KEYS.key()), StandardCopyOption.REPLACE_EXISTING);
        // then: a handshake of that very moment may fail
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(shown()).isEqualTo(next.store().getCertificate("test")));
        assertThat(shown()).isEqualTo(next.store().getCertificate("test"));
    }

    private static String signIn(String token) {
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(BUNDLE.bundle().control("/session"))
                        .header("Content-Type", "application/json")
                        .header(
                                "Origin",
                                "http://" + BUNDLE.bundle().control("/").getAuthority())
                        .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                        .build());
        assertThat(reply.statusCode()).isEqualTo(204);
        return reply.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    private static int status(String header, String value) {
        return BUNDLE.bundle()
                .send(HttpRequest.newBuilder(BUNDLE.bundle().control("/nodes"))
                        .header(header, value)
                        .build())
                .statusCode();
    }

    /** By a connection of its own, which trusts whatever it is shown. */
    private static Certificate shown() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        URI webhook = URI.create(BUNDLE.bundle().webhook());
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(webhook.getHost(), webhook.getPort())) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class Trusting implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
