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
        call.untilNoMoveHelps();
        // then
        assertThat(call.operations()).containsExactly(TestCall.IN_VAIN);
        call.request("DELETE", call.calls() + "/" + call.callerCallId());
    }

    @EachPrefix
    void leavesTheCallerAloneWhereTheSettingSaysSo(String prefix) {
        // given
        TestCall call = LEAVE_ALONE.call(prefix).untilInviting();
        // when
        call.untilNoMoveHelps();
        // then
        assertThat(call.operations()).contains("hang-up-meeting").doesNotContain("hang-up-caller");
    }

    @EachPrefix
    void hangsUpNoCallerWhoIsGoneAlready(String prefix) {
        // given
        TestCall call = HANG_UP.call(prefix).untilInviting().callerDeleted();
        // when
        call.moveFails("invite-caller");
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-meeting");
    }
}
