package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.check.BundleFolder;
import dev.callescalation.routes.NextReply;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.story.PlayResult;
import dev.callescalation.story.StoryFiles;
import dev.callescalation.story.StoryRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    private static final String STORIES = """
            description: The caller is greeted, then moved
            given:
              faults:
                - {fault: slow-reply, "on": get, delayMs: 500}
            when:
              - call: placed
              - until: {phase: greeting}
            then:
              commands:
                - request: POST {caller}/answer
                - request: GET {caller}
                - request: POST {calls}
                - request: POST {meeting}/participants/invite
              phase: escalated
            ---
            description: Graph does not take the greeting
            given:
              faults:
                - {fault: reply, "on": get, status: 403}
            then:
              never:
                - request: POST {calls}
              deadLetters:
                - {kind: command, error: "403"}
              phase: failed
            ---
            description: The greeting stays without an answer
            given:
              faults:
                - {fault: slow-reply, "on": get, delayMs: 4000}
            when:
              - call: placed
              - until: {phase: greeting}
            then:
              never:
                - request: POST {calls}
              phase: unheard
            """;

    @TempDir
    private static Path folder;

    private static TestBundle bundle;

    @BeforeAll
    static void start() throws IOException {
        BundleFiles.copyTo(folder, "application-dev.properties");
        addThePhase(folder);
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

    @Test
    void isPlayedByStories() throws IOException {
        // given
        Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
        for (String story : STORIES.split("---\n")) {
            String name = Documents.find("phase: (\\w+)\n$", story).get(0);
            Files.writeString(scenarios.resolve("greeting-" + name + ".scenario.yaml"), story);
        }
        StoryFiles stories = StoryFiles.of(new BundleFolder(folder, "dev", new Properties()));
        assertThat(stories.findings()).isEmpty();
        // when
        List<PlayResult> played = new StoryRunner(folder, TestBundle::store).play(stories.stories());
        // then
        assertThat(played)
                .hasSize(9)
                .allSatisfy(play -> assertThat(play.isOk()).as(play.report()).isTrue());
    }

    @Test
    void isTakenUpByALiveEdit(@TempDir Path edited) throws IOException {
        BundleFiles.copyTo(edited, "application-dev.properties");
        try (TestBundle live = TestBundle.start(edited, Map.of("calls.editing.enabled", "true"))) {
            // given
            TestCall before = live.call("/communications").untilJoining();
            // when
            addThePhase(edited);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> live.get("/bundle").body().contains("greeting.camel.yaml"));
            // then
            TestCall call = live.call("/communications").incoming().awaitOperation("answer", "completed");
            call.callerIs("established").awaitOperation("join", "completed");
            assertThat(call.operations()).containsExactly("answer", "greet", "join");
            before.untilEscalated();
        }
    }

    private static void addThePhase(Path folder) throws IOException {
        Files.writeString(folder.resolve("routes/greeting.camel.yaml"), GREETING);
        Path policy = folder.resolve("routes/policy/after-answer.camel.yaml");
        String text = Files.readString(policy);
        assertThat(text).containsOnlyOnce("name: join-meeting");
        Files.writeString(policy, text.replace("name: join-meeting", "name: greet-caller"));
    }

    private static String timeline(TestCall call) {
        return bundle.get("/escalations/" + call.escalationId() + "/timeline").body();
    }
}
