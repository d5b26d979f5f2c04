package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.sandbox.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A policy that sets variables under the names of facts changes nothing that is stored or sent. */
class ReadOnlyFactsTest {

    private static final List<String> FACTS = List.of("prefix", "tenantId", "caller", "callerCallId", "phase");

    @TempDir
    private static Path folder;

    private static TestBundle bundle;

    @BeforeAll
    static void start() throws IOException {
        BundleFiles.copyTo(folder, "application-dev.properties");
        Path policy = folder.resolve("routes/policy/admit-call.camel.yaml");
        StringBuilder steps = new StringBuilder();
        for (String fact : FACTS) {
            steps.append("""
                            - setVariable:
                                id: admit-call.wrong-%s
                                name: %s
                                expression:
                                  constant:
                                    expression: nonsense
                    """.formatted(fact.toLowerCase(java.util.Locale.ROOT), fact));
        }
        String text = Files.readString(policy);
        Files.writeString(policy, text.replaceFirst("(?m)^      steps:\n", "      steps:\n" + steps));
        // check finds each of them; here it is about what they do all the same
        bundle = TestBundle.start(folder, Map.of("calls.editing.start-when-wrong", "true"));
    }

    @AfterAll
    static void stop() {
        bundle.close();
    }

    @EachPrefix
    void changesNothingThatIsStoredOrSent(String prefix) {
        // when
        TestCall call = bundle.call(prefix).incoming().awaitOperation("answer", "completed");
        // then
        RecordedRequest answer = call.request("POST", call.calls() + "/" + call.callerCallId() + "/answer");
        assertThat(answer.body().toString()).doesNotContain("nonsense");
        assertThat(call.phase()).isEqualTo("answering");
        assertThat(call.view().path("prefix").asText()).isEqualTo(prefix);
        assertThat(call.view().path("tenantId").asText()).isEqualTo(TestBundle.TENANT);
        assertThat(call.view().path("callerCall").path("id").asText()).isEqualTo(call.callerCallId());
        assertThat(call.view().toString()).doesNotContain("nonsense");
    }
}
