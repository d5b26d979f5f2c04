package dev.callescalation.routes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import org.junit.jupiter.api.extension.RegisterExtension;

class AfterEscalationTest {

    @RegisterExtension
    static final BundleExtension STAY = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension LEAVE = BundleExtension.with(
            "calls.escalation.leave-after-transfer=true", "calls.escalation.seen-deadline-ms=600000");

    @RegisterExtension
    static final BundleExtension LEAVE_SOON = BundleExtension.with(
            "calls.escalation.leave-after-transfer=true",
            "calls.escalation.seen-deadline-ms=500",
            "calls.escalation.watch-period-ms=50");

    @RegisterExtension
    static final BundleExtension LEAVE_LATER = BundleExtension.with(
            "calls.escalation.leave-after-transfer=true",
            "calls.escalation.seen-deadline-ms=600000",
            "calls.escalation.also-invite=a1,a2,a3,a4,a5,a6");

    @RegisterExtension
    static final BundleExtension IN_PLACE = BundleExtension.with(
            "calls.escalation.leave-after-transfer=true",
            "calls.escalation.mode=in-place",
            "calls.escalation.also-invite=a1");

    @EachPrefix
    void staysInTheMeeting(String prefix) {
        // when
        TestCall call = STAY.call(prefix).untilEscalated();
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void leavesOnceTheCallerIsSeenInTheMeetingWhereTheSettingSaysSo(String prefix) {
        // given
        TestCall call = LEAVE.call(prefix).untilEscalated().callerDeleted();
        call.tell(call.rosterItem(call.callerCallId(), TestCall.CALLER), call.rosterItem(call.meetingCallId(), "a1"));
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        // when
        call.tell(call.rosterItem(call.meetingCallId(), "a1", TestCall.CALLER));
        // then
        call.request("DELETE", call.calls() + "/" + call.meetingCallId());
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void leavesAtOnceWhereTheCallerHasBeenSeenBefore(String prefix) {
        // given
        TestCall call = LEAVE.call(prefix).untilInviting();
        call.tell(call.rosterItem(call.meetingCallId(), TestCall.CALLER));
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-meeting");
    }

    @EachPrefix
    void leavesInAWhileWhereTheCallerIsNeverSeen(String prefix) {
        // when
        TestCall call = LEAVE_SOON.call(prefix).untilEscalated().callerDeleted();
        // then
        call.request("DELETE", call.calls() + "/" + call.meetingCallId());
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-meeting");
    }

    @EachPrefix
    void leavesOnlyWhenNoInviteIsOpen(String prefix) {
        // given
        TestCall call = LEAVE_LATER.call(prefix).untilEscalated();
        call.awaitOperation("invite-participants-1", "running").awaitOperation("invite-participants-2", "running");
        call.tell(call.rosterItem(call.meetingCallId(), TestCall.CALLER));
        // when
        call.tell(call.endItem(call.meetingCallId(), "invite-participants-2", "completed"));
        // then
        assertThat(call.operations()).doesNotContain("hang-up-meeting");
        // when
        call.tell(call.endItem(call.meetingCallId(), "invite-participants-1", "failed"));
        // then
        assertThat(call.operations()).contains("hang-up-meeting");
        call.request("DELETE", call.calls() + "/" + call.meetingCallId());
    }

    @EachPrefix
    void leavesNoCallInPlace(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix).incoming().awaitOperation("answer", "completed");
        call.callerIs("established").awaitOperation("invite-participants-1", "running");
        // when
        call.tell(call.endItem(call.callerCallId(), "invite-participants-1", "completed"));
        IN_PLACE.bundle()
                .post(
                        "/calls/" + call.callerCallId() + "/participants",
                        "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"u\"}}}]}");
        call.awaitOperation("invite-participants-2", "running");
        call.tell(call.endItem(call.callerCallId(), "invite-participants-2", "completed"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "invite-participants-1", "invite-participants-2");
    }
}
