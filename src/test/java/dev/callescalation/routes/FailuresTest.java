package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.BundleFiles;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailuresTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension BROKEN = BundleExtension.with("calls.webhook.issuers=");

    @RegisterExtension
    static final BundleExtension WITHOUT_TEMPLATES = BundleExtension.of(
            bundleWithout("invite-caller.jslt", "invite-participants.jslt"), "calls.editing.start-when-wrong=true");

    @RegisterExtension
    static final BundleExtension IN_PLACE_WITHOUT_TEMPLATES = BundleExtension.of(
            bundleWithout("invite-participants.jslt"),
            "calls.escalation.mode=in-place",
            "calls.editing.start-when-wrong=true");

    @RegisterExtension
    static final BundleExtension FAILING_POLICIES = BundleExtension.with(
            "calls.editing.start-when-wrong=true",
            "camel.main.routes-include-pattern=file:routes/*.camel.yaml,file:routes/operators/*.camel.yaml,"
                    + "file:routes/policy/a*.camel.yaml,file:routes/policy/c*.camel.yaml,"
                    + "file:src/test/resources/failing-policies/*.camel.yaml");

    @EachPrefix
    void tellsACallerWithoutATokenHowToComeBack(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(URI.create(BUNDLE.bundle().webhook() + "?q=1"))
                        .header("X-A", "1")
                        .POST(HttpRequest.BodyPublishers.ofString(call.incomingItem("{}")))
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(reply.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(reply.headers().map().keySet()).map(String::toLowerCase).doesNotContain("x-a", "q");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void tellsASenderOfNonsenseWhatIsWrong() {
        // when
        HttpResponse<String> reply = BUNDLE.bundle().notify("?q=1", "s", "{");
        // then
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.headers().map().keySet()).map(String::toLowerCase).doesNotContain("scenario-id", "q");
        assertThat(reply.body()).isEqualTo("The body is not valid JSON.\n");
    }

    @EachPrefix
    void tellsNobodyWhyItIsBroken(String prefix) {
        // given
        TestCall call = BROKEN.call(prefix);
        // when
        HttpResponse<String> reply = call.post("?q=1", call.incomingItem("{\"user\":{\"id\":\"u\"}}"));
        // then
        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.headers().map().keySet()).map(String::toLowerCase).doesNotContain("scenario-id", "q");
        assertThat(reply.body()).isEmpty();
        assertThat(BROKEN.bundle().get("/escalations/" + call.callerCallId()).statusCode())
                .isEqualTo(404);
    }

    @EachPrefix
    void storesNothingOfADecisionThatFails(String prefix) {
        // given
        TestCall call = WITHOUT_TEMPLATES.call(prefix).untilJoining();
        JsonNode before = call.view();
        // when
        call.meetingIs("established");
        // then
        assertThat(call.view()).isEqualTo(before);
        JsonNode parked = call.deadLetter();
        assertThat(parked.path("what").asText()).isEqualTo("updated call established");
        assertThat(parked.path("kind").asText()).isEqualTo("notification");
        assertThat(parked.path("escalationId").asText()).isEqualTo(call.escalationId());
        assertThat(parked.path("error").asText())
                .startsWith("IllegalArgumentException: There is no template ")
                .contains("invite-caller.jslt");
    }

    @EachPrefix
    void parksTheReplyThatCannotBeDecidedOn(String prefix) {
        // given: a reply that says at once that the meeting stands
        TestCall call = WITHOUT_TEMPLATES.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode body = json("{\"id\":\"" + call.newId() + "\",\"state\":\"established\"}");
        WITHOUT_TEMPLATES
                .bundle()
                .sandbox()
                .fault(call.scenarioId(), new Fault.Reply(CommandKind.JOIN, 201, Map.of(), body, Repetition.ONCE));
        // when
        call.callerIs("established");
        // then
        JsonNode parked = call.deadLetter();
        assertThat(parked.path("what").asText()).isEqualTo("reply to join: 201 accepted");
        assertThat(parked.path("kind").asText()).isEqualTo("reply");
        String id = parked.path("id").asText();
        assertThat(json(WITHOUT_TEMPLATES.bundle().get("/dead-letters/" + id).body())
                        .path("message"))
                .isEqualTo(body);
        assertThat(call.phase()).isEqualTo("joining");
        assertThat(call.operation("join").path("status").asText()).isEqualTo("notStarted");
    }

    @EachPrefix
    void tellsAnotherSystemThatItsRequestChangedNothing(String prefix) {
        // given
        TestCall call = IN_PLACE_WITHOUT_TEMPLATES.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode before = call.callerIs("established").view();
        // when
        HttpResponse<String> reply = IN_PLACE_WITHOUT_TEMPLATES
                .bundle()
                .post(
                        "/calls/" + call.callerCallId() + "/participants",
                        "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"u\"}}}]}");
        // then
        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.body()).isEmpty();
        assertThat(call.view()).isEqualTo(before);
    }

    @EachPrefix
    void goesOnWithoutAPolicyThatFailsToTakeNote(String prefix) {
        try (TestLog log = TestLog.of("call-answered", "meeting-joined", "caller-moved", "escalation-ended")) {
            // when
            TestCall call = FAILING_POLICIES
                    .call(prefix)
                    .untilEscalated()
                    .callerDeleted()
                    .meetingDeleted();
            // then
            assertThat(call.phase()).isEqualTo("ended");
            assertThat(call.deadLetters()).isEmpty();
            List<String> lines = await().until(() -> log.lines(call.escalationId()), told -> told.size() == 4);
            assertThat(lines)
                    .allMatch(line -> line.contains(" the call goes on: ")
                            && line.endsWith("IllegalStateException: out of order"));
        }
    }

    private static Path bundleWithout(String... templates) {
        try {
            Path folder = Files.createTempDirectory("bundle");
            BundleFiles.copyTo(folder, "application-dev.properties");
            for (String template : templates) {
                Files.delete(folder.resolve("templates/app").resolve(template));
                Files.delete(folder.resolve("templates/communications").resolve(template));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
