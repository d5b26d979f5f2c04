package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class WatchDeadlinesTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.escalation.established-deadline-ms=2000",
            "calls.escalation.operation-deadline-ms=2000",
            "calls.escalation.watch-period-ms=50");

    @RegisterExtension
    static final BundleExtension IN_PLACE = BundleExtension.with(
            "calls.escalation.established-deadline-ms=2000",
            "calls.escalation.operation-deadline-ms=2000",
            "calls.escalation.watch-period-ms=50",
            "calls.escalation.mode=in-place",
            "calls.escalation.also-invite=user:a");

    @EachPrefix
    void goesOnWithoutTheNewsThatTheCallersCallStands(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        graphShows(call, 200, json("{\"state\":\"established\"}"), Integer.MAX_VALUE);
        // when
        call.incoming();
        // then
        call.request("GET", call.calls() + "/" + call.callerCallId());
        call.awaitOperation("join", "completed");
    }

    @EachPrefix
    void goesOnWithoutTheNewsThatTheMeetingStands(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        graphShows(call, 200, json("{\"state\":\"established\"}"), Integer.MAX_VALUE);
        // when
        call.untilJoining();
        // then
        call.request("GET", call.calls() + "/" + call.meetingCallId());
        call.awaitOperation("invite-caller", "running");
    }

    @EachPrefix
    void missesTheCallThatGraphKnowsNoMore(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        graphShows(call, 404, null, Integer.MAX_VALUE);
        // when
        call.untilJoining();
        // then
        call.awaitPhase("missed");
        call.request("DELETE", call.calls() + "/" + call.meetingCallId());
    }

    @EachPrefix
    void givesUpACallThatIsNeverEstablished(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        graphShows(call, 200, json("{\"state\":\"establishing\"}"), Integer.MAX_VALUE);
        // when
        call.incoming();
        // then
        call.awaitPhase("failed");
        assertThat(call.view().path("failure").asText()).contains("never established");
        assertThat(call.operations())
                .containsExactly(
                        "answer", "get-caller-call-1", "get-caller-call-2", "get-caller-call-3", "hang-up-caller");
    }

    @EachPrefix
    void believesTheRosterWhereTheOperationIsSilent(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        graphShows(
                call,
                200,
                json("{\"value\":[{\"info\":{\"identity\":{\"user\":{\"id\":\"" + TestCall.CALLER + "\"}}}}]}"),
                Integer.MAX_VALUE);
        // when
        call.untilJoining().meetingIs("established");
        // then
        call.awaitPhase("escalated");
        call.request("GET", call.calls() + "/" + call.meetingCallId() + "/participants");
    }

    /** Twice, they would be moved twice. */
    @EachPrefix
    void asksForNoOtherMoveWhileTheFirstOneWaitsToBeSent(String prefix) {
        // given: later than the deadline
        TestCall call = BUNDLE.call(prefix).untilJoining();
        BUNDLE.bundle()
                .sandbox()
                .fault(
                        call.scenarioId(),
                        new Fault.Reply(CommandKind.INVITE, 503, Map.of("Retry-After", "3"), null, Repetition.ONCE));
        // when
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        // then
        assertThat(call.operations())
                .filteredOn(operation -> operation.startsWith("invite"))
                .containsExactly("invite-caller");
        assertThat(call.statuses("/participants/invite")).containsExactly(503, 200);
        // a busy machine may ask who is there once the invite has left, and not before
        assertThat(call.requests())
                .extracting(request -> request.path().substring(request.path().lastIndexOf('/') + 1))
                .containsSubsequence("invite", "invite")
                .doesNotContainSubsequence("participants", "invite");
    }

    @EachPrefix
    void failsWhereTheOperationIsSilentAndTheCallerIsNotInTheMeeting(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        graphShows(call, 200, json("{\"value\":[]}"), Integer.MAX_VALUE);
        // when
        call.untilJoining().meetingIs("established");
        // then
        call.awaitPhase("failed");
        assertThat(call.view().path("failure").asText()).contains("the caller is not in the meeting");
        assertThat(call.operations()).contains("invite-caller", "invite-caller-2", "ring-caller");
        call.request("DELETE", call.calls() + "/" + call.callerCallId());
    }

    @EachPrefix
    void leavesTheCallerAloneWhereAnInviteInPlaceIsSilent(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix);
        // when
        call.incoming().awaitOperation("answer", "completed").callerIs("established");
        // then
        call.awaitPhase("escalated");
        assertThat(call.operations()).containsExactly("answer", "invite-participants-1");
    }

    @EachPrefix
    void looksAtNothingWhereEverythingComesInTime(String prefix) {
        // given
        TestCall waiting = BUNDLE.call(prefix);
        graphShows(waiting, 200, json("{\"state\":\"establishing\"}"), Integer.MAX_VALUE);
        TestCall call = BUNDLE.call(prefix).untilInviting().callerDeleted().moveEnds("invite-caller", "completed");
        // when: another call has been looked at
        waiting.incoming().awaitOperation("get-caller-call-2", "completed");
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    private static void graphShows(TestCall call, int status, JsonNode body, int times) {
        Fault fault = new Fault.Reply(CommandKind.GET, status, Map.of(), body, Repetition.times(times));
        BUNDLE.bundle().sandbox().fault(call.scenarioId(), fault);
    }
}
