package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
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

    @Test
    void areTakenAsTheyAreAndNotPrintedByAStartThatFails() throws Exception {
        // given
        Map<String, String> odd = new TreeMap<>(ProgramRun.REGISTERED);
        odd.putAll(Map.of(
                "CALLS_BOT_APP_SECRET", "hidden}}1{{2",
                "CALLS_STORE_PASSWORD", "{{hidden",
                "CALLS_TLS_PASSWORD", "{{calls.bot.app-id}}hidden{{no.such}}",
                "CALLS_CONTROL_TOKEN", "#bean:hidden-Z\u00fcrich"));
        // when
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                odd,
                "-Dcalls.store.url=jdbc:postgresql://bot:hidden@127.0.0.1:1/calls",
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0");
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "calls.store.url holds a user and a password in front of the host;"
                                + " set calls.store.user and CALLS_STORE_PASSWORD instead",
                        "calls.control.token holds a blank or a letter outside of ASCII")
                .doesNotContain("missing", "placeholder");
        assertThat(run.output()).doesNotContain("hidden");
    }
}
