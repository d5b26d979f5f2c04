package dev.callescalation.routes.operators;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import dev.callescalation.routes.MeetingBook;
import dev.callescalation.routes.NextReply;
import dev.callescalation.sandbox.CommandKind;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLettersTest {

    private static final int AT_ONCE = 8;
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_ONCE);

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(MeetingBook.SETTINGS);

    @RegisterExtension
    static final BundleExtension ALSO_INVITING = BundleExtension.with(
            "calls.escalation.also-invite=user:550fae72-d251-43ec-868c-373732c2704f",
            "calls.graph.resend-period-ms=20");

    @AfterAll
    static void stopThreads() {
        THREADS.shutdownNow();
    }

    // --- messages --------------------------------------------------------------------------------------------------

    @EachPrefix
    void completesTheEscalationOnceTheRouteIsMended(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        // when
        call.callerIs("established");
        // then
        JsonNode letter = call.deadLetter();
        assertThat(letter.path("state").asText()).isEqualTo("open");
        assertThat(letter.path("route").asText()).isEqualTo("choose-meeting");
        assertThat(letter.path("step").asText()).isEqualTo("choose-meeting.look-up");
        assertThat(letter.path("error").asText()).isEqualTo("IllegalStateException: No meeting for 8:orgid:...");
        assertThat(call.phase()).isEqualTo("answering");
        // when
        MeetingBook.mend(call.scenarioId());
        HttpResponse<String> reply = replay(BUNDLE, letter);
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(json(reply.body()).path("state").asText()).isEqualTo("replayed");
        assertThat(json(reply.body()).path("closedAt").asText()).isNotEmpty();
        call.awaitOperation("join", "completed").meetingIs("established").awaitOperation("invite-caller", "running");
        call.tell(call.endItem("invite-caller", "completed"));
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        assertThat(call.requests()).hasSize(3);
    }

    @EachPrefix
    void staysOpenWithTheNewErrorWhileTheRouteIsBroken(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode letter = call.callerIs("established").deadLetter();
        JsonNode before = call.view();
        try (TestLog log = TestLog.of("decide")) {
            // when
            HttpResponse<String> reply = replay(BUNDLE, letter);
            // then
            String id = letter.path("id").asText();
            assertThat(reply.statusCode()).isEqualTo(409);
            assertThat(reply.body())
                    .isEqualTo("It could not be decided on again and stays open; its error is at /dead-letters/" + id
                            + ".\n");
            JsonNode after = call.deadLetter();
            assertThat(after.path("id")).isEqualTo(letter.path("id"));
            assertThat(after.path("state").asText()).isEqualTo("open");
            assertThat(after.path("failures").asInt()).isEqualTo(2);
            assertThat(after.path("step").asText()).isEqualTo("choose-meeting.look-up");
            assertThat(call.view().path("operations")).isEqualTo(before.path("operations"));
            assertThat(call.phase()).isEqualTo(before.path("phase").asText());
            assertThat(log.lines(id)).singleElement().asString().contains("step=choose-meeting.look-up stays open");
        }
    }

    @EachPrefix
    void isDoneOnceHoweverManyAskForItAtOnce(String prefix) throws Exception {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode letter = call.callerIs("established").deadLetter();
        MeetingBook.mend(call.scenarioId());
        CyclicBarrier start = new CyclicBarrier(AT_ONCE);
        // when
        List<Future<Integer>> replies = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            replies.add(THREADS.submit(() -> {
                start.await();
                return replay(BUNDLE, letter).statusCode();
            }));
        }
        // then
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> reply : replies) {
            statuses.add(reply.get());
        }
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        assertThat(call.operations()).containsExactly("answer", "join");
        assertThat(call.view().path("steps"))
                .filteredOn(step -> step.path("what").asText().equals("updated call established"))
                .hasSize(1);
    }

    @EachPrefix
    void isNotDoneTwice(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode letter = call.callerIs("established").deadLetter();
        MeetingBook.mend(call.scenarioId());
        replay(BUNDLE, letter);
        call.awaitOperation("join", "completed");
        JsonNode before = call.view();
        // when
        HttpResponse<String> reply = replay(BUNDLE, letter);
        // then
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body()).isEqualTo("It is closed already.\n");
        assertThat(call.view()).isEqualTo(before);
    }

    @EachPrefix
    void changesNothingThatOtherNewsHasBroughtAboutMeanwhile(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode letter = call.callerIs("established").deadLetter();
        MeetingBook.mend(call.scenarioId());
        call.callerIs("established").awaitOperation("join", "completed");
        // when
        HttpResponse<String> reply = replay(BUNDLE, letter);
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(call.operations()).containsExactly("answer", "join");
        assertThat(call.phase()).isEqualTo("joining");
    }

    @EachPrefix
    void decidesOnAReplyOfGraphAsIfItHadJustCome(String prefix) {
        // given: a reply that says at once that the caller has been moved, and nobody knows whom else to invite
        TestCall call = BUNDLE.call(prefix);
        MeetingBook.mend(call.scenarioId());
        call.untilJoining();
        MeetingBook.mislayGuests(call.scenarioId());
        new NextReply(BUNDLE, call, CommandKind.INVITE).is(200, Map.of(), "{\"id\":\"o-1\",\"status\":\"completed\"}");
        JsonNode letter = call.meetingIs("established").deadLetter();
        assertThat(letter.path("kind").asText()).isEqualTo("reply");
        assertThat(letter.path("step").asText()).isEqualTo("choose-participants.look-up");
        assertThat(call.phase()).isEqualTo("moving");
        // when
        MeetingBook.findGuests(call.scenarioId());
        HttpResponse<String> reply = replay(BUNDLE, letter);
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("completed");
        assertThat(call.requests()).hasSize(3);
    }

    // --- commands --------------------------------------------------------------------------------------------------

    @EachPrefix
    void sendsACommandAgainThatFailedForGood(String prefix) {
        // given
        TestCall call = ALSO_INVITING.call(prefix).untilInviting();
        new NextReply(ALSO_INVITING, call, CommandKind.INVITE).is(403);
        call.tell(call.endItem("invite-caller", "completed"));
        JsonNode letter = call.deadLetter();
        assertThat(call.operation("invite-participants-1").path("status").asText())
                .isEqualTo("failed");
        // when
        HttpResponse<String> reply = replay(ALSO_INVITING, letter);
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        call.awaitOperation("invite-participants-1", "running");
        call.tell(call.endItem("invite-participants-1", "completed"));
        assertThat(call.operation("invite-participants-1").path("status").asText())
                .isEqualTo("completed");
        assertThat(call.view().path("steps"))
                .extracting(step -> step.path("what").asText())
                .contains("replay of invite-participants-1");
        // when
        HttpResponse<String> again = replay(ALSO_INVITING, letter);
        // then
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(call.requestsTo("/participants/invite")).hasSize(3);
    }

    @EachPrefix
    void keepsACommandOnceMoreThatFailsAgain(String prefix) {
        // given
        TestCall call = ALSO_INVITING.call(prefix).untilInviting();
        new NextReply(ALSO_INVITING, call, CommandKind.INVITE).is(403);
        call.tell(call.endItem("invite-caller", "completed"));
        JsonNode letter = call.deadLetter();
        new NextReply(ALSO_INVITING, call, CommandKind.INVITE).is(403);
        // when
        replay(ALSO_INVITING, letter);
        // then
        await().until(() -> call.deadLetters().size() == 2);
        assertThat(call.deadLetters()).extracting(l -> l.path("state").asText()).containsExactly("open", "replayed");
    }

    @EachPrefix
    void doesNotSendWhatWouldComeTooLate(String prefix) {
        // given
        TestCall call = ALSO_INVITING.call(prefix).untilInviting();
        new NextReply(ALSO_INVITING, call, CommandKind.INVITE).is(403);
        call.tell(call.endItem("invite-caller", "completed"));
        JsonNode letter = call.deadLetter();
        call.meetingDeleted();
        JsonNode before = call.view();
        // when
        HttpResponse<String> reply = replay(ALSO_INVITING, letter);
        // then
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body())
                .isEqualTo("The escalation is ended, and the command invite-participants-1 would come too late.\n");
        assertThat(call.deadLetter().path("state").asText()).isEqualTo("open");
        assertThat(call.view().path("operations")).isEqualTo(before.path("operations"));
    }

    @EachPrefix
    void hangsUpEvenWhenTheEscalationIsOver(String prefix) {
        // given
        TestCall call = ALSO_INVITING.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(ALSO_INVITING, call, CommandKind.JOIN).is(403);
        new NextReply(ALSO_INVITING, call, CommandKind.DELETE).is(400);
        call.callerIs("established").awaitPhase("failed");
        JsonNode letter = await().until(
                        () -> call.deadLetters().stream()
                                .filter(l -> l.path("what").asText().equals("hang-up-caller"))
                                .toList(),
                        letters -> letters.size() == 1)
                .get(0);
        // when
        HttpResponse<String> reply = replay(ALSO_INVITING, letter);
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        call.awaitOperation("hang-up-caller", "completed");
        assertThat(call.requestsTo("/" + call.callerCallId())).hasSize(2);
    }

    @EachPrefix
    void leavesASpareLegEvenWhenTheEscalationIsOver(String prefix) {
        // given
        TestCall call = ALSO_INVITING.call(prefix).untilInviting();
        String spare = call.newId();
        new NextReply(ALSO_INVITING, call, CommandKind.DELETE).is(400);
        call.tellMeetingCallback(call.callItem("updated", spare, "established"));
        JsonNode letter = call.deadLetter();
        call.tell(call.endItem("invite-caller", "completed"));
        call.meetingDeleted();
        // when
        HttpResponse<String> reply = replay(ALSO_INVITING, letter);
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        call.awaitOperation("hang-up-duplicate-leg-1", "completed");
        assertThat(call.requestsTo("/" + spare)).hasSize(2);
    }

    // --- what cannot be replayed -----------------------------------------------------------------------------------

    @Test
    void knowsNoDeadLetterOfThatId() {
        // when
        HttpResponse<String> reply = BUNDLE.bundle().post("/dead-letters/x/replay", "");
        // then
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("No such dead letter.\n");
    }

    private static HttpResponse<String> replay(BundleExtension bundle, JsonNode letter) {
        return bundle.bundle().post("/dead-letters/" + letter.path("id").asText() + "/replay", "");
    }
}
