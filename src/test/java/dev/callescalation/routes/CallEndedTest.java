package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class CallEndedTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension IN_PLACE = BundleExtension.with(
            "calls.escalation.mode=in-place", "calls.escalation.also-invite=user:550fae72-d251-43ec-868c-373732c2704f");

    // --- the caller's call -----------------------------------------------------------------------------------------

    @EachPrefix
    void theCallerGivesUpWhileBeingAnswered(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.operations()).containsExactly("answer");
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The caller hung up, or Graph ended their call, while answering.");
    }

    @EachPrefix
    void theCallerGivesUpAfterTheMeetingIsJoined(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("missed");
        call.request("DELETE", call.calls() + "/" + call.meetingCallId());
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-meeting");
    }

    @EachPrefix
    void theCallerGivesUpBeforeTheReplyOfTheJoin(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(BUNDLE, call, CommandKind.JOIN).isLate();
        call.callerIs("established");
        call.request("POST", call.calls());
        // when
        call.callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.operations()).containsExactly("answer", "join");
        // when
        call.awaitOperation("join", "completed");
        // then
        call.request("DELETE", call.calls() + "/" + call.meetingCallId());
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-meeting");
        assertThat(call.phase()).isEqualTo("missed");
    }

    @EachPrefix
    void aCallerWhoHasGoneIsNotInvited(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining().callerDeleted();
        // when
        call.meetingIs("establishing").meetingIs("established").callerIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-meeting");
        assertThat(call.phase()).isEqualTo("missed");
    }

    @EachPrefix
    void theEndOfTheCallersCallIsExpectedWhileTheCallerIsMoved(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.callerIs("terminated").callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void theEndOfTheCallersCallIsExpectedAfterTheMove(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        // when
        call.callerIs("terminated").callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void terminatedAloneIsTheEnd(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.callerIs("terminated");
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-meeting");
    }

    @EachPrefix
    void deletedWithoutAStateIsTheEnd(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.tell(call.callItem("deleted", call.callerCallId(), ""));
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.view().path("callerCall").path("state").asText()).isEqualTo("terminated");
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-meeting");
    }

    @EachPrefix
    void theEndIsTheEndHoweverOftenItIsTold(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.callerDeleted().callerIs("terminated").callerDeleted().callerIs("terminating");
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.view().path("callerCall").path("state").asText()).isEqualTo("terminated");
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-meeting");
    }

    @EachPrefix
    void terminatingIsNotTheEndYet(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.callerIs("terminating").meetingIs("established");
        // then
        assertThat(call.phase()).isEqualTo("joining");
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void inPlaceTheCallersCallIsTheWholeOfIt(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix)
                .incoming()
                .awaitOperation("answer", "completed")
                .callerIs("established")
                .awaitOperation("invite-participants-1", "running");
        // when
        call.callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("ended");
        // when: the invite that was under way
        call.tell(call.endItem(call.callerCallId(), "invite-participants-1", "failed"));
        // then
        assertThat(call.phase()).isEqualTo("ended");
        assertThat(call.operations()).containsExactly("answer", "invite-participants-1");
    }

    @EachPrefix
    void inPlaceTheEndComesAfterTheInviteToo(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix)
                .incoming()
                .awaitOperation("answer", "completed")
                .callerIs("established")
                .awaitOperation("invite-participants-1", "running");
        call.tell(call.endItem(call.callerCallId(), "invite-participants-1", "completed"));
        assertThat(call.phase()).isEqualTo("escalated");
        // when
        call.callerIs("terminated").callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("ended");
        assertThat(call.operations()).containsExactly("answer", "invite-participants-1");
    }

    // --- the meeting's call ----------------------------------------------------------------------------------------

    @EachPrefix
    void theMeetingEndsBeforeItStands(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.meetingIs("establishing").meetingIs("terminated").meetingDeleted();
        // then
        assertThat(call.phase()).isEqualTo("failed");
        assertThat(call.view().path("failure").asText()).startsWith("The meeting ended before the caller was in it.");
        call.request("DELETE", call.calls() + "/" + call.callerCallId());
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-caller");
    }

    @EachPrefix
    void theMeetingEndsBeforeTheReplyOfTheJoin(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        String meeting = call.newId();
        new NextReply(BUNDLE, call, CommandKind.JOIN)
                .is(201, Map.of("Location", "https://graph.microsoft.com" + call.calls() + "/" + meeting), null);
        new NextReply(BUNDLE, call, CommandKind.JOIN).isLate();
        call.callerIs("established");
        call.request("POST", call.calls());
        // when
        call.tellMeetingCallback(call.callItem("deleted", meeting, ""));
        // then
        assertThat(call.phase()).isEqualTo("failed");
        // when
        call.awaitOperation("join", "completed");
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-caller");
        assertThat(call.phase()).isEqualTo("failed");
    }

    @EachPrefix
    void theCallerIsNotHungUpOnWhileHeIsMovedThoughTheMeetingEnds(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.meetingIs("terminated").meetingDeleted();
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void theMeetingEndsWithAReason(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.tell(call.callItem("updated", call.meetingCallId(), "terminated")
                .replace(
                        "\"state\":\"terminated\"",
                        "\"state\":\"terminated\",\"resultInfo\":"
                                + "{\"code\":200,\"subcode\":\"5001\",\"message\":\"Conversation ended.\"}"));
        // then
        assertThat(call.phase()).isEqualTo("failed");
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The meeting ended before the caller was in it. 200/5001 Conversation ended.");
    }

    @EachPrefix
    void theMeetingEndsAfterTheMove(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        // when
        call.meetingIs("terminated");
        // then
        assertThat(call.phase()).isEqualTo("ended");
        // when
        call.meetingDeleted();
        // then
        assertThat(call.phase()).isEqualTo("ended");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void theEndOfAMeetingThatWasLeftIsExpected(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining().callerDeleted();
        call.awaitOperation("hang-up-meeting", "completed");
        // when
        call.meetingIs("terminated").meetingDeleted();
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The caller hung up, or Graph ended their call, while joining.");
    }

    @EachPrefix
    void theMeetingEndsAfterTheEscalationHasFailed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().untilNoMoveHelps();
        String failure = call.view().path("failure").asText();
        // when
        call.meetingDeleted().callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("failed");
        assertThat(call.view().path("failure").asText()).isEqualTo(failure);
        assertThat(call.operations()).containsExactly(TestCall.IN_VAIN);
    }
}
