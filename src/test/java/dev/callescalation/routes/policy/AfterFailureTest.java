package dev.callescalation.routes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import org.junit.jupiter.api.extension.RegisterExtension;

class AfterFailureTest {

    @RegisterExtension
    static final BundleExtension HANG_UP = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension LEAVE_ALONE = BundleExtension.with("calls.escalation.hang-up-after-failure=false");

    @EachPrefix
    void hangsUpTheCallerWhoWouldListenToSilence(String prefix) {
        // given
        TestCall call = HANG_UP.call(prefix).untilInviting();
        // when
        fail(call);
        // then
        assertThat(call.phase()).isEqualTo("failed");
        assertThat(call.operations())
                .containsExactly("answer", "join", "invite-caller", "hang-up-meeting", "hang-up-caller");
        call.request("DELETE", call.calls() + "/" + call.callerCallId());
    }

    @EachPrefix
    void leavesTheCallerAloneWhereTheSettingSaysSo(String prefix) {
        // given
        TestCall call = LEAVE_ALONE.call(prefix).untilInviting();
        // when
        fail(call);
        // then
        assertThat(call.phase()).isEqualTo("failed");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-meeting");
    }

    @EachPrefix
    void hangsUpNoCallerWhoIsGoneAlready(String prefix) {
        // given
        TestCall call = HANG_UP.call(prefix).untilInviting().callerDeleted();
        // when
        fail(call);
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-meeting");
    }

    private static void fail(TestCall call) {
        call.tell(call.operationItem(
                call.meetingCallId(),
                call.operationId("invite-caller"),
                "failed",
                call.clientContext("invite-caller")));
    }
}
