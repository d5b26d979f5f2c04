package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.graph.ForwardProxy;
import dev.callescalation.secret.TestKeys;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's network: out through a proxy only, and the certificates of the partners are from its own authority. */
class OutboundTest {

    private static final TestKeys KEYS = TestKeys.make("RSA");
    private static final String PASSWORD = "p@ss:{{word";
    private static final String APPLICATIONS = "/applications/8A34A46B-3D17-4ADC-8DCE-DC4E7D572698";
    private static final Path SHIPPED = Path.of("");
    private static final String LOOK_UP = """
                  steps:
                    - to:
                        uri: https
                        parameters:
                          httpUri: crm.example.org/who
                          httpMethod: GET
                          throwExceptionOnFailure: false
            """;
    private static final String CREDENTIALS =
            Base64.getEncoder().encodeToString(("bot:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    @Test
    void tokensKeysCommandsAndLookUpsGoThroughTheProxy() throws IOException {
        BundleFiles.copyTo(folder, "application-dev.properties");
        Path policy = folder.resolve("routes/policy/choose-meeting.camel.yaml");
        Files.writeString(policy, Files.readString(policy).replaceFirst("(?m)^      steps:\n", LOOK_UP));
        try (ForwardProxy proxy = new ForwardProxy(KEYS, CREDENTIALS);
                TestBundle bundle = start(folder, proxy, PASSWORD, KEYS.certificate())) {
            proxy.behind(bundle.sandbox().url());
            await().until(() -> bundle.get("/observe/health/ready").statusCode() == 200);
            for (String prefix : List.of("/app", APPLICATIONS, "/communications")) {
                // when
                TestCall call = bundle.call(prefix).untilEscalated();
                // then
                assertThat(call.requests()).hasSizeGreaterThanOrEqualTo(3);
            }
            assertThat(proxy.asked)
                    .contains("login.example.org:443 200", "graph.example.org:443 200")
                    .contains("keys.example.org:443 200", "crm.example.org:443 200");
        }
    }

    @Test
    void isNotReadyWhileNoKeysCanBeFetchedAndSaysWhichSettingMayBeWrong() {
        try (ForwardProxy proxy = new ForwardProxy(KEYS, CREDENTIALS)) {
            try (TestBundle bundle = start(SHIPPED, proxy, "another", KEYS.certificate())) {
                proxy.behind(bundle.sandbox().url());
                assertIsNotReady(bundle, "no signing keys: ", "calls.outbound.proxy-url or HTTPS_PROXY", "HTTP 407");
            }
            try (TestBundle bundle = start(SHIPPED, proxy, PASSWORD, "")) {
                proxy.behind(bundle.sandbox().url());
                assertIsNotReady(bundle, "no signing keys: ", "no TLS with keys.example.org", "calls.outbound.ca-file");
                assertThat(bundle.notify("", "s", "{\"value\":[]}").statusCode())
                        .isEqualTo(503);
            }
        }
    }

    private static void assertIsNotReady(TestBundle bundle, String... reasons) {
        // the first check may find that the host has not replied yet
        HttpResponse<String> health = await().until(
                        () -> bundle.get("/observe/health/ready"),
                        reply -> reply.body().contains(reasons[0]));
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains(reasons);
    }

    private static TestBundle start(Path folder, ForwardProxy proxy, String password, String authorities) {
        return TestBundle.start(
                folder,
                Map.of(
                        "calls.graph.url", "https://graph.example.org",
                        "calls.login.url", "https://login.example.org",
                        "calls.webhook.openid-url", "https://keys.example.org/v1/.well-known/OpenIdConfiguration",
                        "calls.outbound.proxy-url", proxy.url(),
                        "calls.outbound.proxy-user", "bot",
                        "calls.outbound.proxy-password", password,
                        "calls.outbound.ca-file", authorities));
    }
}
