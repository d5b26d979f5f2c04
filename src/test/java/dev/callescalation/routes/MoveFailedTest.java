package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.RecordedRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class MoveFailedTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @EachPrefix
    void bothCallsAreLookedAtBeforeTheMoveIsTriedAgain(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.moveFails("invite-caller").awaitOperation("invite-caller-2", "running");
        // then
        assertThat(call.operations())
                .containsExactly(
                        "answer",
                        "join",
                        "invite-caller",
                        "get-caller-call-1",
                        "get-meeting-call-1",
                        "invite-caller-2");
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.clientContext("invite-caller-2")).isNotEqualTo(call.clientContext("invite-caller"));
        assertThat(invites(call))
                .hasSize(2)
                .allSatisfy(invite -> assertThat(
                                invite.body().path("participants").path(0).has("replacesCallId"))
                        .isTrue());
    }

    @EachPrefix
    void theSecondTryMaySucceed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().moveFails("invite-caller");
        // when
        call.moveEnds("invite-caller-2", "completed");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.view().has("failure")).isFalse();
        assertThat(call.operations()).doesNotContain("hang-up-caller", "ring-caller");
    }

    @EachPrefix
    void theCallerIsRungASecondTimeAndThenTheOldCallIsHungUp(String prefix) {
        // given
        TestCall call = untilRungAgain(prefix);
        assertThat(invites(call).get(2).body().path("participants").path(0).has("replacesCallId"))
                .isFalse();
        assertThat(invites(call).get(2).body().path("participants").path(0).toString())
                .contains(TestCall.CALLER);
        assertThat(call.operations()).doesNotContain("hang-up-caller");
        // when
        call.moveEnds("ring-caller", "completed");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).endsWith("ring-caller");
        // when
        call.tell(call.rosterItem(call.meetingCallId(), TestCall.CALLER));
        // then
        call.request("DELETE", call.calls() + "/" + call.callerCallId());
        assertThat(call.operations()).endsWith("ring-caller", "hang-up-caller");
    }

    @EachPrefix
    void aRosterThatListsTheCallerEndsTheOldCallToo(String prefix) {
        // given
        TestCall call = untilRungAgain(prefix);
        // when
        call.tell(call.rosterItem(call.meetingCallId(), TestCall.CALLER));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).endsWith("ring-caller", "hang-up-caller");
        // when: the operation tells it too
        call.moveEnds("ring-caller", "completed");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).endsWith("ring-caller", "hang-up-caller");
    }

    @EachPrefix
    void theOperatorIsToldWhenNothingHelps(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.untilNoMoveHelps();
        // then
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The caller could not be moved into the meeting. 500/9999 addParticipants failed");
        assertThat(call.operations()).containsExactly(TestCall.IN_VAIN);
    }

    @EachPrefix
    void aCallerWhoHasHungUpIsNotRungAgain(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.moveFails("invite-caller");
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-meeting");
    }

    @EachPrefix
    void aCallerWhoHasHungUpUnheardIsNotRungAgain(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        new NextReply(BUNDLE, call, CommandKind.GET).is(404);
        // when
        call.moveFails("invite-caller").awaitPhase("missed");
        // then
        assertThat(call.operations())
                .containsExactly("answer", "join", "invite-caller", "get-caller-call-1", "hang-up-meeting");
    }

    @EachPrefix
    void nobodyIsInvitedIntoAMeetingThatHasEndedUnheard(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        new NextReply(BUNDLE, call, CommandKind.GET).is(200, Map.of(), "{\"state\":\"established\"}");
        new NextReply(BUNDLE, call, CommandKind.GET).is(404);
        // when
        call.moveFails("invite-caller").awaitPhase("failed");
        // then
        assertThat(call.operations())
                .containsExactly(
                        "answer", "join", "invite-caller", "get-caller-call-1", "get-meeting-call-1", "hang-up-caller");
    }

    @EachPrefix
    void theSecondRingIsWaitedForThoughTheCallerHasHungUp(String prefix) {
        // given
        TestCall picksUp = untilRungAgain(prefix).callerDeleted();
        TestCall isGone = untilRungAgain(prefix).callerDeleted();
        assertThat(picksUp.phase()).isEqualTo("moving");
        // when
        picksUp.moveEnds("ring-caller", "completed");
        isGone.moveFails("ring-caller");
        // then
        assertThat(picksUp.phase()).isEqualTo("escalated");
        assertThat(picksUp.operations()).endsWith("ring-caller");
        assertThat(isGone.phase()).isEqualTo("missed");
        assertThat(isGone.operations()).endsWith("ring-caller", "hang-up-meeting");
    }

    @EachPrefix
    void aFailureThatIsToldTwiceIsTriedAgainOnce(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        String failed = call.endItem("invite-caller", "failed");
        // when
        call.tell(failed, failed);
        call.awaitOperation("invite-caller-2", "running");
        call.tell(failed);
        // then
        assertThat(invites(call)).hasSize(2);
        assertThat(call.operation("invite-caller-2").path("status").asText()).isEqualTo("running");
    }

    private static TestCall untilRungAgain(String prefix) {
        return BUNDLE.call(prefix)
                .untilInviting()
                .moveFails("invite-caller")
                .moveFails("invite-caller-2")
                .awaitOperation("ring-caller", "running");
    }

    private static List<RecordedRequest> invites(TestCall call) {
        return call.requestsTo("/participants/invite");
    }
}
