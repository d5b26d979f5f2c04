package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ConfirmMoveTest {

    private static final String SOMEBODY = "550fae72-d251-43ec-868c-373732c2704f";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension LEAVING = BundleExtension.with("calls.escalation.leave-after-transfer=true");

    @EachPrefix
    void theCallerIsSeenInTheMeetingAndGoneFromTheOldCall(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(call.rosterItem(call.meetingCallId(), SOMEBODY, TestCall.CALLER));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void aSingleParticipantIsARosterToo(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(meetingRoster(call)
                .replace("\"resourceData\":[", "\"resourceData\":")
                .replace("]}", "}"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void aCreatedRosterIsARosterToo(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(meetingRoster(call).replace("\"changeType\":\"updated\"", "\"changeType\":\"created\""));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void aRosterOfChangesIsRead(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(meetingRoster(call)
                .replace(
                        "\"resourceData\":[",
                        "\"resourceData\":[{\"@odata.type\":\"#microsoft.graph.deltaParticipants\","
                                + "\"sequenceNumber\":7,\"participants\":[")
                .replace("]}", "]}]}")
                .replace("\"mediaStreams\":[]}]", "\"mediaStreams\":[]"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void theCallerOfAnotherTenantIsListedAsAGuest(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(meetingRoster(call)
                .replace("\"user\":", "\"user\":null,\"guest\":")
                .replace(TestCall.CALLER, TestCall.CALLER.toLowerCase(Locale.ROOT)));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void theRosterOfTheOldCallProvesNothing(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(call.rosterItem(call.callerCallId(), TestCall.CALLER));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
    }

    @EachPrefix
    void theRosterProvesNothingWhileTheOldCallStands(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(meetingRoster(call));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
    }

    @EachPrefix
    void theOldCallMayEndAfterTheCallerIsSeenInTheMeeting(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        call.tell(meetingRoster(call));
        // when
        call.callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void whoHasLeftTheMeetingAgainIsNotSeenThere(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        call.tell(meetingRoster(call), call.rosterItem(call.meetingCallId(), SOMEBODY));
        // when
        call.callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void aChangeOfSomebodyElseLeavesTheCallerSeen(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        call.tell(
                meetingRoster(call),
                call.rosterItem(call.meetingCallId(), SOMEBODY)
                        .replace("\"resourceData\":[", "\"resourceData\":")
                        .replace("]}", "}"));
        // when
        call.callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void theLobbyIsNotTheMeeting(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(meetingRoster(call).replace("\"isInLobby\":false", "\"isInLobby\":true"));
        // then
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void whoHasBeenRemovedIsNotInTheMeeting(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(meetingRoster(call)
                .replace("\"isInLobby\":false", "\"removedState\":{\"reason\":\"Removed\"},\"isInLobby\":false"));
        // then
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void somebodyElseIsNotTheCaller(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(call.rosterItem(call.meetingCallId(), SOMEBODY));
        call.tell(call.rosterItem(call.meetingCallId()));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
    }

    @EachPrefix
    void aRosterBeforeTheInviteIsNoted(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.tell(meetingRoster(call), call.rosterItem(call.callerCallId(), TestCall.CALLER));
        // then
        assertThat(call.phase()).isEqualTo("joining");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void aRosterAfterTheMoveIsNoted(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated().callerDeleted();
        // when
        call.tell(meetingRoster(call), call.rosterItem(call.meetingCallId()));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void whatTheRosterHasProvedNoOperationTakesBack(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted();
        call.tell(meetingRoster(call));
        // when
        call.tell(call.endItem("invite-caller", "failed"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void theBotLeavesOnceTheOperationHasEndedToo(String prefix) {
        // given
        TestCall call = LEAVING.call(prefix).untilInviting().callerDeleted();
        // when
        call.tell(meetingRoster(call));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-meeting");
    }

    private static String meetingRoster(TestCall call) {
        return call.rosterItem(call.meetingCallId(), TestCall.CALLER);
    }
}
