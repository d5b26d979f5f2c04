package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.callescalation.secret.TestKeys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A certificate in place of the bot's secret. */
class BotCertificateTest {

    private static final String TENANT = "7c1dd2a0-4c3a-4a0b-8f6f-2f8c3f5f0b02";

    private final SetClock clock = new SetClock();
    private LoginHost login;
    private GraphTokens tokens;

    @BeforeEach
    void start() throws Exception {
        login = new LoginHost();
        tokens = new GraphTokens(clock, Runnable::run);
        tokens.setLoginUrl(login.url());
        tokens.setGraphUrl("https://graph.microsoft.us");
        tokens.setAppId("the-bot");
    }

    @AfterEach
    void stop() {
        login.close();
    }

    @Test
    void aTokenIsAskedForWithTheKeyOfTheBotsCertificate() throws Exception {
        // given
        TestKeys keys = TestKeys.make("RSA");
        tokens.setCertificateFile(keys.certificate());
        tokens.setKeyFile(keys.key());
        // when
        String bearer = tokens.bearer(TENANT);
        // then
        assertThat(bearer).isEqualTo("Bearer t1");
        Map<String, String> form = login.forms.get(0);
        assertThat(form)
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", "the-bot")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .doesNotContainKey("client_secret");
        X509Certificate certificate = (X509Certificate) keys.store().getCertificate("test");
        SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
        assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) certificate.getPublicKey())))
                .isTrue();
        assertThat(assertion.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
        assertThat(assertion.getHeader().getX509CertSHA256Thumbprint())
                .isEqualTo(X509CertUtils.computeSHA256Thumbprint(certificate));
        JWTClaimsSet claims = assertion.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("the-bot").isEqualTo(claims.getSubject());
        assertThat(claims.getAudience()).containsExactly(login.url() + "/" + TENANT + "/oauth2/v2.0/token");
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(clock.instant().plusSeconds(300)));
        assertThat(claims.getJWTID()).isNotBlank();
    }

    @Test
    void aMeterSaysHowLongTheCertificateHolds() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        tokens.bindTo(registry);
        TestKeys keys = TestKeys.make("RSA");
        tokens.setCertificateFile(keys.certificate());
        tokens.setKeyFile(keys.key());
        Gauge secondsLeft = registry.get("calls_certificate_seconds_left")
                .tag("certificate", "bot")
                .gauge();
        assertThat(secondsLeft.value()).isNaN();
        // when
        tokens.bearer(TENANT);
        // then: keytool makes certificates for 90 days
        assertThat(Duration.ofSeconds((long) secondsLeft.value())).isBetween(Duration.ofDays(89), Duration.ofDays(90));
    }

    @Test
    void aKeyThatTheLoginHostDoesNotTakeIsRefused() {
        // given
        TestKeys keys = TestKeys.make("EC");
        tokens.setCertificateFile(keys.certificate());
        tokens.setKeyFile(keys.key());
        // when, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.bearer(TENANT))
                .withMessageContaining("calls.bot.certificate-file is not RSA");
    }
}
