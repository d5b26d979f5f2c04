package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the log of the program, for somebody who wants to see more of a library: the log of the tests is another one. */
class SecretsAtEveryLevelTest {

    private static final String STORE_PASSWORD = "marked-password-0815";
    private static final List<String> PREFIXES =
            List.of("/app", "/applications/8A34A46B-3D17-4ADC-8DCE-DC4E7D572698", "/communications");

    @ParameterizedTest
    @ValueSource(strings = {"DEBUG", "TRACE"})
    void areNotInTheLog(String level) {
        try (TestLog log = TestLog.ofTheProgram(level);
                TestBundle bundle = TestBundle.start(Path.of(""), Map.of("calls.store.password", STORE_PASSWORD))) {
            for (String prefix : PREFIXES) {
                // when
                bundle.call(prefix).untilEscalated();
            }
            // then: the libraries say something, and not that
            assertThat(log.lines("org.apache.hc")).isNotEmpty();
            assertThat(log.lines("org.apache.camel")).isNotEmpty();
            String webhookToken = bundle.sandbox().webhookToken(TestBundle.TENANT);
            for (String secret : List.of(STORE_PASSWORD, webhookToken, "Bearer ", "client_secret=", "access_token")) {
                assertThat(log.lines(secret)).isEmpty();
            }
        }
    }
}
