package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailEscalationTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension SILENT = BundleExtension.with("calls.escalation.hang-up-after-failure=false");

    @EachPrefix
    void leavesTheMeetingAndHangsUpTheCaller(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.untilNoMoveHelps();
        // then
        call.request("DELETE", call.calls() + "/" + call.meetingCallId());
        call.request("DELETE", call.calls() + "/" + call.callerCallId());
        assertThat(call.operations()).containsExactly(TestCall.IN_VAIN);
        assertThat(call.phase()).isEqualTo("failed");
    }

    @EachPrefix
    void staysWithTheCallerWhereThePolicySaysSo(String prefix) {
        // given
        TestCall call = SILENT.call(prefix).untilInviting();
        // when
        call.untilNoMoveHelps();
        // then
        assertThat(call.operations()).contains("hang-up-meeting").doesNotContain("hang-up-caller");
        assertThat(call.phase()).isEqualTo("failed");
    }

    @EachPrefix
    void hasNoCallerToHangUpWhoHasGone(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted().meetingDeleted();
        // when
        call.tell(call.endItem("invite-caller", "failed"));
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        assertThat(call.phase()).isEqualTo("failed");
    }

    @EachPrefix
    void hasNoMeetingToLeaveThatHasEnded(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().meetingDeleted();
        // when
        call.tell(call.endItem("invite-caller", "failed"));
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-caller");
        assertThat(call.phase()).isEqualTo("failed");
    }

    @EachPrefix
    void hasNoMeetingToLeaveThatWasNeverJoined(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        new NextReply(BUNDLE, call, CommandKind.JOIN).is(403);
        // when
        call.callerIs("established").awaitPhase("failed");
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-caller");
    }

    @EachPrefix
    void leavesAMeetingThatStandsAfterAll(String prefix) {
        // given: Graph has joined although it said it has not
        TestCall call = BUNDLE.call(prefix).incoming();
        new NextReply(BUNDLE, call, CommandKind.JOIN).is(400);
        call.callerIs("established").awaitPhase("failed");
        // when
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        // then
        call.request("DELETE", call.calls() + "/" + meeting);
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-caller", "hang-up-meeting");
        assertThat(call.phase()).isEqualTo("failed");
    }

    @EachPrefix
    void saysWhy(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.untilNoMoveHelps();
        // then
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The caller could not be moved into the meeting. 500/9999 addParticipants failed");
    }
}
