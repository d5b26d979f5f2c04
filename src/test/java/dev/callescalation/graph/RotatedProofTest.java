package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.callescalation.secret.Secrets;
import dev.callescalation.secret.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bot proves itself with is replaced while the program runs. */
class RotatedProofTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private LoginHost login;
    private GraphTokens tokens;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        login = new LoginHost();
        tokens = new GraphTokens();
        tokens.setLoginUrl(login.url());
        tokens.setGraphUrl("https://graph.microsoft.us");
        tokens.setAppId("the-bot");
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        login.close();
    }

    @Test
    void theNextTokenIsAskedForWithTheNewSecret() throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("secret"), "first");
        configure(Map.of("calls.bot.app-secret-file", file.toString()));
        assertThat(nextForm()).containsEntry("client_secret", "first");
        // when
        Files.writeString(file, "second\n");
        // then
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(nextForm()).containsEntry("client_secret", "second"));
    }

    @Test
    void theNextTokenIsAskedForWithTheNewCertificate() throws Exception {
        // given
        TestKeys first = TestKeys.make("RSA");
        TestKeys second = TestKeys.make("RSA");
        configure(Map.of("calls.bot.certificate-file", first.certificate(), "calls.bot.key-file", first.key()));
        assertThat(nextThumbprint()).isEqualTo(thumbprint(first));
        // when
        Files.copy(Path.of(second.key()), Path.of(first.key()), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of(second.certificate()), Path.of(first.certificate()), StandardCopyOption.REPLACE_EXISTING);
        // then
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(nextThumbprint()).isEqualTo(thumbprint(second)));
    }

    private void configure(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        context.getPropertiesComponent().setOverrideProperties(properties);
        tokens.setCertificateFile(settings.getOrDefault("calls.bot.certificate-file", ""));
        tokens.setKeyFile(settings.getOrDefault("calls.bot.key-file", ""));
        tokens.setSecrets(new Secrets(context));
        context.start();
    }

    /** Of another tenant each time, whose token nobody has. */
    private Map<String, String> nextForm() {
        tokens.bearer(UUID.randomUUID().toString());
        return login.forms.get(login.forms.size() - 1);
    }

    private String nextThumbprint() throws Exception {
        return SignedJWT.parse(nextForm().get("client_assertion"))
                .getHeader()
                .getX509CertSHA256Thumbprint()
                .toString();
    }

    private static String thumbprint(TestKeys keys) throws Exception {
        return X509CertUtils.computeSHA256Thumbprint(
                        (X509Certificate) keys.store().getCertificate("test"))
                .toString();
    }
}
