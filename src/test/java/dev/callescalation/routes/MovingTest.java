package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;

class MovingTest {

    private static final String FOREIGN = "0FE0623FD62842EDB4BD8AC290072CC5";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension TWO_REQUESTS =
            BundleExtension.with("calls.escalation.also-invite=user:u1,user:u2,user:u3,user:u4,user:u5,user:u6");

    @RegisterExtension
    static final BundleExtension IN_PLACE =
            BundleExtension.with("calls.escalation.mode=in-place", "calls.escalation.also-invite=user:u1,user:u2");

    @EachPrefix
    void theCallerIsInTheMeeting(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("completed");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void bothTypesOfTheOriginalDocumentAreRead(String prefix) {
        // given
        TestCall moved = BUNDLE.call(prefix).untilInviting();
        TestCall failed = BUNDLE.call(prefix).untilInviting();
        // when
        moved.tell(
                moved.endItem("invite-caller", "completed").replace("inviteParticipantsOperation", "commsOperation"));
        failed.tell(failed.endItem("invite-caller", "failed").replace("inviteParticipantsOperation", "commsOperation"));
        // then
        assertThat(moved.phase()).isEqualTo("escalated");
        assertThat(failed.operation("invite-caller").path("status").asText()).isEqualTo("failed");
    }

    @EachPrefix
    void noTypeIsNeeded(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.endItem("invite-caller", "Completed")
                .replace("\"@odata.type\":\"#microsoft.graph.inviteParticipantsOperation\",", ""));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void theCallerCouldNotBeMoved(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.untilNoMoveHelps();
        // then
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The caller could not be moved into the meeting. 500/9999 addParticipants failed");
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("failed");
    }

    @EachPrefix
    void deletedWithoutAStatusIsCompleted(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.endItem("invite-caller", "").replace(",\"status\":\"\"", ""));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void aResultOf400OrMoreIsAFailureWithoutAStatusToo(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.endItem("invite-caller", "")
                .replace(",\"status\":\"\"", ",\"resultInfo\":{\"code\":\"412\",\"subCode\":\"10073\"}"));
        // then
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("failed");
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The caller could not be moved into the meeting. 412/10073");
    }

    @EachPrefix
    void aResultBelow400IsNoFailure(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.endItem("invite-caller", "completed")
                .replace("\"status\"", "\"resultInfo\":{\"code\":200,\"subcode\":0},\"status\""));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    // --- repeats ---------------------------------------------------------------------------------------------------

    @EachPrefix
    void aRepeatChangesNothing(String prefix) {
        // given
        TestCall call = TWO_REQUESTS.call(prefix).untilEscalated();
        // when
        call.tell(call.endItem("invite-caller", "completed"), call.endItem("invite-caller", "completed"));
        // then
        assertThat(Steps.lastOutcome(call)).isEqualTo("repeated");
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations())
                .containsExactly("answer", "join", "invite-caller", "invite-participants-1", "invite-participants-2");
    }

    @EachPrefix
    void whatIsToldFirstCounts(String prefix) {
        // given
        TestCall moved = BUNDLE.call(prefix).untilEscalated();
        TestCall failed = BUNDLE.call(prefix).untilInviting().untilNoMoveHelps();
        // when
        moved.tell(moved.endItem("invite-caller", "failed"));
        failed.tell(failed.endItem("invite-caller", "completed"));
        // then
        assertThat(moved.phase()).isEqualTo("escalated");
        assertThat(failed.phase()).isEqualTo("failed");
    }

    @EachPrefix
    void theOperationHasTheLastWordAfterTheEndOfTheMeeting(String prefix) {
        // given
        TestCall moved = BUNDLE.call(prefix).untilInviting().meetingDeleted();
        TestCall failed = BUNDLE.call(prefix).untilInviting().meetingDeleted();
        // when
        moved.tell(moved.endItem("invite-caller", "completed"));
        failed.tell(failed.endItem("invite-caller", "failed"));
        // then
        assertThat(moved.phase()).isEqualTo("ended");
        assertThat(moved.operations()).containsExactly("answer", "join", "invite-caller");
        assertThat(failed.phase()).isEqualTo("failed");
        assertThat(failed.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-caller");
    }

    @EachPrefix
    void theOperationMayOvertakeTheReplyToTheInvite(String prefix) {
        // given
        TestCall call = untilTheReplyIsAwaited(prefix);
        // when
        call.tell(call.operationItem(call.meetingCallId(), FOREIGN, "completed", call.clientContext("invite-caller")));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        // when
        Steps.awaitReply(call, "reply to invite-caller: 200 accepted");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("completed");
        assertThat(call.operationId("invite-caller")).isEqualTo(FOREIGN);
    }

    @EachPrefix
    void aFailureMayOvertakeTheReplyToTheInvite(String prefix) {
        // given
        TestCall call = untilTheReplyIsAwaited(prefix);
        // when
        call.tell(call.operationItem(call.meetingCallId(), FOREIGN, "failed", "nobody's"));
        // then
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("failed");
        // when
        Steps.awaitReply(call, "reply to invite-caller: 200 accepted");
        // then
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("failed");
    }

    private static TestCall untilTheReplyIsAwaited(String prefix) {
        TestCall call = BUNDLE.call(prefix).untilJoining();
        new NextReply(BUNDLE, call, CommandKind.INVITE).isLate();
        call.meetingIs("established");
        call.request("POST", call.calls() + "/" + call.meetingCallId() + "/participants/invite");
        return call;
    }

    // --- which operation -------------------------------------------------------------------------------------------

    @EachPrefix
    void theOnlyOpenOneIsMeantWhereNothingElseTells(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(withoutId(call, "completed", ""));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void anOperationOfSomebodyElseIsNotTakenForTheOnlyOpenOne(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(
                call.operationItem(call.meetingCallId(), FOREIGN, "completed", "nobody/knows"),
                call.operationItem(call.meetingCallId(), FOREIGN, "failed", ""),
                withoutId(call, "failed", "nobody/knows"));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("running");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        assertThat(Steps.lastOutcome(call)).isEqualTo("unknown-operation");
    }

    private static String withoutId(TestCall call, String status, String clientContext) {
        return call.operationItem(call.meetingCallId(), "participants", status, clientContext)
                .replace("\"id\":\"participants\"", "\"id\":null");
    }

    @EachPrefix
    void ofSeveralOpenOnesTheIdTells(String prefix) {
        // given
        TestCall call = untilOthersAreInvited(prefix);
        // when
        call.tell(call.operationItem(
                call.meetingCallId(), call.operationId("invite-participants-2"), "completed", "nobody's"));
        // then
        assertThat(statuses(call)).containsExactly("running", "completed");
    }

    @EachPrefix
    void anIdCountsInAnySpelling(String prefix) {
        // given
        TestCall call = untilOthersAreInvited(prefix);
        String id = call.operationId("invite-participants-2").replace("-", "");
        // when
        call.tell(call.operationItem(call.meetingCallId(), id.toLowerCase(Locale.ROOT), "completed", "nobody's"));
        // then
        assertThat(statuses(call)).containsExactly("running", "completed");
    }

    @EachPrefix
    void ofSeveralOpenOnesTheClientContextTells(String prefix) {
        // given
        TestCall call = untilOthersAreInvited(prefix);
        // when
        call.tell(call.operationItem(
                call.meetingCallId(), FOREIGN, "completed", call.clientContext("invite-participants-2")));
        // then
        assertThat(statuses(call)).containsExactly("running", "completed");
    }

    @EachPrefix
    void ofSeveralOpenOnesNoneIsGuessed(String prefix) {
        // given
        TestCall call = untilOthersAreInvited(prefix);
        // when
        call.tell(call.operationItem(call.meetingCallId(), FOREIGN, "completed", "nobody's"));
        // then
        assertThat(Steps.lastOutcome(call)).isEqualTo("unknown-operation");
        assertThat(statuses(call)).containsExactly("running", "running");
    }

    @EachPrefix
    void anInviteOfSeveralIsToldWithoutAnId(String prefix) {
        // given
        TestCall call = untilOthersAreInvited(prefix);
        // when
        for (String key : new String[] {"invite-participants-1", "invite-participants-2"}) {
            call.tell(withoutId(call, "completed", call.clientContext(key)));
        }
        // then
        assertThat(statuses(call)).containsExactly("completed", "completed");
    }

    @EachPrefix
    void anOperationOfTheOtherCallIsNotGuessed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.operationItem(call.callerCallId(), FOREIGN, "completed", "nobody's"));
        // then
        assertThat(Steps.lastOutcome(call)).isEqualTo("unknown-operation");
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void anOperationOfAnotherKindIsNotGuessed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.operationItem(call.meetingCallId(), FOREIGN, "completed", "nobody's")
                .replace("inviteParticipantsOperation", "playPromptOperation"));
        // then
        assertThat(Steps.lastOutcome(call)).isEqualTo("unknown-operation");
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void anOperationBeforeAnyInviteIsUnknown(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.tell(call.operationItem(call.meetingCallId(), FOREIGN, "completed", ""));
        // then
        assertThat(Steps.lastOutcome(call)).isEqualTo("unknown-operation");
        assertThat(call.phase()).isEqualTo("joining");
    }

    @EachPrefix
    void anOperationThatIsUpdatedToItsEndHasEnded(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.endItem("invite-caller", "running").replaceFirst("deleted", "updated"));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        // when
        call.tell(call.endItem("invite-caller", "completed").replaceFirst("deleted", "updated"));
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    // --- others ----------------------------------------------------------------------------------------------------

    @EachPrefix
    void othersAreInvitedOnceTheCallerIsIn(String prefix) {
        // given
        TestCall call = TWO_REQUESTS.call(prefix).untilInviting();
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.operations())
                .containsExactly("answer", "join", "invite-caller", "invite-participants-1", "invite-participants-2");
    }

    @EachPrefix
    void nobodyIsInvitedWhenTheCallerCouldNotBeMoved(String prefix) {
        // given
        TestCall call = TWO_REQUESTS.call(prefix).untilInviting();
        // when
        call.untilNoMoveHelps();
        // then
        assertThat(call.operations()).containsExactly(TestCall.IN_VAIN);
    }

    @EachPrefix
    void aFailedInviteOfSomebodyElseLeavesTheCallerInTheMeeting(String prefix) {
        // given
        TestCall call = untilOthersAreInvited(prefix);
        // when
        call.tell(call.operationItem(call.meetingCallId(), call.operationId("invite-participants-1"), "failed", ""));
        call.tell(call.operationItem(call.meetingCallId(), call.operationId("invite-participants-2"), "completed", ""));
        // then
        assertThat(statuses(call)).containsExactly("failed", "completed");
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.view().has("failure")).isFalse();
    }

    @EachPrefix
    void inPlaceTheLastInviteIsWaitedFor(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix)
                .incoming()
                .awaitOperation("answer", "completed")
                .callerIs("established")
                .awaitOperation("invite-participants-1", "running")
                .awaitOperation("invite-participants-2", "running");
        // when
        call.tell(call.operationItem(call.callerCallId(), call.operationId("invite-participants-2"), "completed", ""));
        // then
        assertThat(call.phase()).isEqualTo("in-place");
        // when
        call.tell(call.operationItem(call.callerCallId(), call.operationId("invite-participants-1"), "failed", ""));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "invite-participants-1", "invite-participants-2");
    }

    private static TestCall untilOthersAreInvited(String prefix) {
        return TWO_REQUESTS
                .call(prefix)
                .untilEscalated()
                .awaitOperation("invite-participants-1", "running")
                .awaitOperation("invite-participants-2", "running");
    }

    private static String[] statuses(TestCall call) {
        return new String[] {
            call.operation("invite-participants-1").path("status").asText(),
            call.operation("invite-participants-2").path("status").asText()
        };
    }
}
