package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class EscalatedTest {

    private static final String[] QUICK = {
        "calls.escalation.established-deadline-ms=1000",
        "calls.escalation.operation-deadline-ms=1000",
        "calls.escalation.look-period-ms=1000",
        "calls.escalation.watch-period-ms=50"
    };

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(QUICK);

    @RegisterExtension
    static final BundleExtension INVITING = BundleExtension.with(
            QUICK[0],
            // longer than a busy machine takes from the move to the roster
            "calls.escalation.operation-deadline-ms=8000",
            QUICK[2],
            QUICK[3],
            "calls.escalation.also-invite=user:a",
            "calls.escalation.leave-after-transfer=true",
            "calls.escalation.seen-deadline-ms=1000");

    /** The calls themselves are looked at every quarter of an hour. */
    @RegisterExtension
    static final BundleExtension SELDOM = BundleExtension.with(QUICK[0], QUICK[1], QUICK[3]);

    @RegisterExtension
    static final BundleExtension IN_PLACE = BundleExtension.with(
            QUICK[0],
            QUICK[1],
            QUICK[2],
            QUICK[3],
            "calls.escalation.mode=in-place",
            "calls.escalation.also-invite=user:a");

    @EachPrefix
    void aMeetingWhoseEndWasNeverToldIsFound(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated().callerDeleted();
        // when
        graphShows(BUNDLE, call, 404, null);
        // then
        call.awaitPhase("ended");
        assertThat(call.view().path("meetingCall").path("state").asText()).isEqualTo("terminated");
    }

    @EachPrefix
    void aMeetingThatStandsIsLookedAtAgainAndAgain(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated().callerDeleted();
        // then
        await().until(() -> call.requests().stream()
                        .filter(request ->
                                request.method().equals("GET") && request.path().endsWith(call.meetingCallId()))
                        .count()
                > 4);
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).doesNotContain("get-meeting-call-1");
    }

    @EachPrefix
    void anOldCallThatStandsBesideTheMeetingIsHungUp(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        graphShows(BUNDLE, call, 200, listed("p-1", TestCall.CALLER));
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        call.request("DELETE", call.calls() + "/" + call.callerCallId());
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void aCallerWhoIsNotInTheMeetingKeepsTheirOwnCallAndIsMovedOnceMore(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        graphShows(BUNDLE, call, 200, "{\"value\":[]}");
        // when
        call.tell(call.endItem("invite-caller", "completed"), call.botItem(false));
        // then
        call.awaitOperation("invite-caller-2", "running");
        assertThat(call.view().path("failure").asText())
                .isEqualTo("Graph reported that the caller was moved, but they are not in the meeting.");
        assertThat(call.operations()).contains("find-caller-1").doesNotContain("hang-up-caller");
    }

    @EachPrefix
    void whenNothingHelpsTheOldCallIsLeftAloneThen(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        graphShows(BUNDLE, call, 200, "{\"value\":[]}");
        // when
        call.moveFails("invite-caller").moveFails("invite-caller-2").moveEnds("ring-caller", "completed");
        // then
        call.awaitPhase("failed");
        assertThat(call.operations())
                .contains("find-caller-1", "hang-up-meeting")
                .doesNotContain("hang-up-caller");
    }

    @EachPrefix
    void othersAreNotInvitedAgainAfterThat(String prefix) {
        // given
        TestCall call = INVITING.call(prefix).untilInviting();
        graphShows(INVITING, call, 200, "{\"value\":[]}");
        call.tell(call.endItem("invite-caller", "completed"));
        // when
        call.moveEnds("invite-caller-2", "completed");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).contains("invite-participants-1").doesNotContain("invite-participants-2");
    }

    @EachPrefix
    void anotherDeviceOfTheCallerInTheMeetingIsNoMove(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        call.tell(call.rosterItem(call.meetingCallId(), TestCall.CALLER).replace("\"id\":null", "\"id\":\"p-1\""));
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        graphShows(BUNDLE, call, 200, listed("p-1", TestCall.CALLER));
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        call.awaitOperation("invite-caller-2", "running");
        assertThat(call.operations()).doesNotContain("hang-up-caller");
    }

    @EachPrefix
    void aGraphThatDoesNotSayWhoIsInTheMeetingLeavesTheOldCallAlone(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        graphShows(BUNDLE, call, 403, null);
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        call.awaitOperation("find-caller-2", "failed");
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).doesNotContain("hang-up-caller");
    }

    @EachPrefix
    void thoseWhoAreInTheMeetingHaveComeAndTheBotLeaves(String prefix) {
        // given
        TestCall call = INVITING.call(prefix).untilEscalated().callerDeleted();
        // when
        graphShows(INVITING, call, 200, "{\"value\":[{\"info\":{\"identity\":{\"user\":{\"id\":\"a\"}}}}]}");
        // then
        call.awaitOperation("invite-participants-1", "completed").awaitOperation("hang-up-meeting", "completed");
    }

    @EachPrefix
    void thoseWhoNeverCameKeepTheBotNoLonger(String prefix) {
        // given
        TestCall call = INVITING.call(prefix).untilEscalated().callerDeleted();
        // when
        graphShows(INVITING, call, 200, "{\"value\":[]}");
        // then
        call.awaitOperation("invite-participants-1", "unknown").awaitOperation("hang-up-meeting", "completed");
    }

    @EachPrefix
    void thoseWhomAnotherSystemInvitesAreLookedForAfterTheDeadlineOfAnOperation(String prefix) {
        // given
        TestCall call = SELDOM.call(prefix).untilEscalated().callerDeleted();
        graphShows(SELDOM, call, 200, "{\"value\":[]}");
        try (TestLog log = TestLog.of("invite-failed")) {
            // when
            SELDOM.bundle()
                    .post(
                            "/calls/" + call.meetingCallId() + "/participants",
                            "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"agent-1\"}}}]}");
            // then
            call.awaitOperation("invite-participants-1", "unknown");
            await().until(() -> log.lines(call.escalationId()).size() == 1);
            assertThat(log.lines(call.escalationId()).get(0)).endsWith(": Graph sent no news of how the invite ended.");
        }
    }

    @EachPrefix
    void aMoveThatARosterHasConfirmedIsConcludedToo(String prefix) {
        // given
        TestCall call = INVITING.call(prefix).untilJoining();
        graphShows(
                INVITING,
                call,
                200,
                "{\"value\":[{\"info\":{\"identity\":{\"user\":{\"id\":\"" + TestCall.CALLER + "\"}}}}]}");
        call.meetingIs("established");
        // when
        call.tell(call.rosterItem(call.meetingCallId(), TestCall.CALLER));
        call.callerDeleted();
        // then
        call.awaitOperation("invite-caller", "completed").awaitOperation("hang-up-meeting", "completed");
    }

    @EachPrefix
    void inPlaceTheEndOfTheCallersCallIsFound(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix)
                .incoming()
                .awaitOperation("answer", "completed")
                .callerIs("established")
                .awaitPhase("escalated");
        // when
        graphShows(IN_PLACE, call, 404, null);
        // then
        call.awaitPhase("ended");
    }

    private static String listed(String participantId, String userId) {
        return "{\"value\":[{\"id\":\"%s\",\"info\":{\"identity\":{\"user\":{\"id\":\"%s\"}}}}]}"
                .formatted(participantId, userId);
    }

    private static void graphShows(BundleExtension bundle, TestCall call, int status, String body) {
        Fault fault = new Fault.Reply(
                CommandKind.GET,
                status,
                Map.of(),
                body == null ? null : json(body),
                Repetition.times(Integer.MAX_VALUE));
        bundle.bundle().sandbox().fault(call.scenarioId(), fault);
    }
}
