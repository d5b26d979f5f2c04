package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The first move is given up unheard, and succeeds after all while a later invite of the caller goes on. */
@Execution(ExecutionMode.CONCURRENT)
class RemoveDuplicatesTest {

    private static final String TODAY = "/communications";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.escalation.established-deadline-ms=3000", "calls.escalation.watch-period-ms=50");

    @EachPrefix
    void aLateSuccessWhileTheMoveIsTriedAgainIsASuccess(String prefix) {
        // given
        TestCall call = untilGivenUp(prefix).awaitOperation("invite-caller-2", "running");
        // when
        call.tell(ended(call, "invite-caller", "completed"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("completed");
        // when: what was to be replaced is gone
        call.moveFails("invite-caller-2");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).doesNotContain("ring-caller", "remove-duplicate-1", "hang-up-meeting");
    }

    @EachPrefix
    void aLateFailureWhileTheMoveIsTriedAgainChangesNothing(String prefix) {
        // given
        TestCall call = untilGivenUp(prefix).awaitOperation("invite-caller-2", "running");
        // when
        call.tell(ended(call, "invite-caller", "failed"));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
        assertThat(call.operation("invite-caller-2").path("status").asText()).isEqualTo("running");
    }

    @Test
    void theSecondRingIsTakenBackWhereItsParticipantIsKnown() {
        // given
        TestCall call = untilRungAgain(TODAY);
        graphLists(call, participants(call, "p-1"));
        call.tell(ended(call, "invite-caller", "completed"), roster(call, "p-1"));
        assertThat(call.phase()).isEqualTo("escalated");
        // when
        call.tell(roster(call, "p-2", "p-1"));
        // then
        call.request("DELETE", call.calls() + "/" + call.meetingCallId() + "/participants/p-2");
        call.awaitOperation("remove-duplicate-1", "completed");
        // when: told once more
        call.tell(roster(call, "p-2", "p-1"));
        // then
        assertThat(call.operations()).doesNotContain("remove-duplicate-2");
    }

    @Test
    void aLookAtTheRosterFindsTheSecondRing() {
        // given
        TestCall call = untilRungAgain(TODAY);
        graphLists(call, participants(call, "p-1", "p-2"));
        // when
        call.tell(roster(call, "p-1"), ended(call, "invite-caller", "completed"));
        // then
        call.request("DELETE", call.calls() + "/" + call.meetingCallId() + "/participants/p-2");
    }

    @Test
    void nobodyIsRemovedWhereItIsNotKnownWhichOneIsTheCopy() {
        // given
        TestCall call = untilRungAgain(TODAY);
        call.tell(ended(call, "invite-caller", "completed"));
        // when
        call.tell(roster(call, "p-1", "p-2"));
        // then
        assertThat(Steps.lastOutcome(call)).isEqualTo("caller-twice");
        assertThat(call.operations()).doesNotContain("remove-duplicate-1");
    }

    @Test
    void aCallerWhoWasInvitedOnceMayComeWithTwoDevices() {
        // given
        TestCall call = BUNDLE.call(TODAY).untilEscalated().callerDeleted();
        // when
        call.tell(roster(call, "p-1"), roster(call, "p-1", "p-2"));
        // then
        assertThat(call.operations()).doesNotContain("remove-duplicate-1");
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
    }

    @EachPrefix
    void theOriginalDialectCanOnlyTell(String prefix) {
        // given
        TestCall call = untilRungAgain(prefix);
        // when
        call.tell(ended(call, "invite-caller", "completed"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(Steps.lastOutcome(call)).isEqualTo(call.byDialect("caller-twice", "decided"));
        assertThat(call.operations().contains("find-duplicates-1")).isEqualTo(!call.isApp());
        assertThat(call.operations()).doesNotContain("hang-up-caller");
    }

    /** The reply to the first move is lost; Graph shows no caller in the meeting. */
    private static TestCall untilGivenUp(String prefix) {
        TestCall call = BUNDLE.call(prefix).untilJoining();
        new NextReply(BUNDLE, call, CommandKind.INVITE).is(504);
        return call.meetingIs("established").awaitOperation("invite-caller", "unknown");
    }

    private static TestCall untilRungAgain(String prefix) {
        return untilGivenUp(prefix).moveFails("invite-caller-2").awaitOperation("ring-caller", "running");
    }

    private static void graphLists(TestCall call, String participants) {
        Fault fault = new Fault.Reply(
                CommandKind.GET,
                200,
                Map.of(),
                TestBundle.json("{\"value\":" + participants + "}"),
                Repetition.times(Integer.MAX_VALUE));
        BUNDLE.bundle().sandbox().fault(call.scenarioId(), fault);
    }

    private static String ended(TestCall call, String key, String status) {
        return call.operationItem(call.meetingCallId(), call.newId(), status, call.clientContext(key));
    }

    private static String participants(TestCall call, String... ids) {
        return TestBundle.json(roster(call, ids)).path("resourceData").toString();
    }

    /** The caller is listed once for each id. */
    private static String roster(TestCall call, String... ids) {
        String[] callers = new String[ids.length];
        java.util.Arrays.fill(callers, TestCall.CALLER);
        String item = call.rosterItem(call.meetingCallId(), callers);
        for (String id : ids) {
            item = item.replaceFirst("\"id\":null", "\"id\":\"" + id + "\"");
        }
        return item;
    }
}
