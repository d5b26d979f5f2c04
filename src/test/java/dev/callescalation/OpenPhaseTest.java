package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.routes.NextReply;
import dev.callescalation.sandbox.CommandKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A phase that the program does not know: only the YAML files of this bundle do. */
class OpenPhaseTest {

    private static final String GREETING = """
            # Phase greeting: the caller is greeted before the meeting is joined.
            - route:
                id: greet-caller
                description: Greet the caller
                from:
                  uri: direct
                  parameters:
                    name: greet-caller
                  steps:
                    - to:
                        id: greet-caller.command
                        uri: kamelet:ask-graph
                        parameters:
                          command: greet
                          to: caller
                          method: GET
                          phase: greeting
                          waitMs: 1500
            - route:
                id: greeting
                description: Waiting for the greeting
                from:
                  uri: direct
                  parameters:
                    name: greeting
                  steps:
                    - choice:
                        id: greeting.next
                        when:
                          - description: The caller has heard it
                            expression:
                              simple:
                                expression: "${variable.operation} == 'greet' && ${variable.operationStatus} == 'completed'"
                            steps:
                              - to:
                                  id: greeting.join-meeting
                                  uri: direct
                                  parameters:
                                    name: join-meeting
                          - description: Graph does not take it
                            expression:
                              simple:
                                expression: "${variable.operation} == 'greet' && ${variable.operationStatus} == 'failed'"
                            steps:
                              - to:
                                  id: greeting.fail
                                  uri: kamelet:fail
                                  parameters:
                                    why: "The caller was not greeted. ${variable.error}"
                          - description: Nothing was heard in time
                            expression:
                              simple:
                                expression: "${variable.overdue} == true"
                            steps:
                              - to:
                                  id: greeting.unheard
                                  uri: kamelet:become
                                  parameters:
                                    phase: unheard
                                    final: true
                                    why: Nobody heard the greeting.
                                    moment: escalation-ended
            """;

    @TempDir
    private static Path folder;

    private static TestBundle bundle;

    @BeforeAll
    static void start() throws IOException {
        BundleFiles.copyTo(folder, "application-dev.properties");
        Path answering = folder.resolve("routes/answering.camel.yaml");
        String text = Files.readString(answering);
        assertThat(text).containsOnlyOnce("name: join-meeting\n");
        Files.writeString(answering, text.replace("name: join-meeting\n", "name: greet-caller\n"));
        Files.writeString(folder.resolve("routes/greeting.camel.yaml"), GREETING);
        bundle = TestBundle.start(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        bundle.close();
    }

    @EachPrefix
    void isEnteredAndLeftOnSuccess(String prefix) {
        // given
        TestCall call = bundle.call(prefix).incoming().awaitOperation("answer", "completed");
        // when
        call.callerIs("established").awaitOperation("join", "completed");
        // then
        assertThat(call.operations()).containsExactly("answer", "greet", "join");
        assertThat(call.phase()).isEqualTo("joining");
        assertThat(timeline(call)).containsPattern("(?m) greeting +GET ").contains(" joining ");
    }

    @EachPrefix
    void isLeftOnFailure(String prefix) {
        // given
        TestCall call = bundle.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(bundle, call, CommandKind.GET).is(403);
        // when
        call.callerIs("established").awaitPhase("failed");
        // then
        assertThat(call.view().path("failure").asText()).startsWith("The caller was not greeted. 403");
        assertThat(call.view().path("over").asBoolean()).isTrue();
    }

    @EachPrefix
    void isLeftOnSilence(String prefix) {
        // given
        TestCall call = bundle.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(bundle, call, CommandKind.GET).isLateBy(Duration.ofSeconds(4));
        // when
        call.callerIs("established");
        assertThat(call.phase()).isEqualTo("greeting");
        assertThat(call.view().path("over").asBoolean()).isFalse();
        call.awaitPhase("unheard");
        // then
        assertThat(call.view().path("over").asBoolean()).isTrue();
        assertThat(call.view().path("failure").asText()).isEqualTo("Nobody heard the greeting.");
    }

    private static String timeline(TestCall call) {
        return bundle.get("/escalations/" + call.escalationId() + "/timeline").body();
    }
}
