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
import dev.callescalation.story.RunningBundle;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class WaitInLobbyTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension IMPATIENT = BundleExtension.with(
            "calls.escalation.established-deadline-ms=2000", "calls.escalation.watch-period-ms=50");

    // --- before the caller is moved --------------------------------------------------------------------------------

    @EachPrefix
    void theCallerIsNotMovedBeforeTheBotIsLetIn(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.tell(call.botItem(true));
        call.meetingIs("established").callerIs("established");
        // then
        assertThat(call.phase()).isEqualTo("joining");
        assertThat(Steps.lastOutcome(call)).isEqualTo("in-lobby");
        assertThat(call.view().path("meetingCall").path("botIsInLobby").asBoolean())
                .isTrue();
        assertThat(call.operations()).containsExactly("answer", "join");
        // when
        call.tell(call.botItem(false));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void aBotThatIsListedWithoutTheFlagIsIn(String prefix) {
        // given
        TestCall call = untilInLobby(BUNDLE, prefix);
        // when
        call.tell(call.botItem(false).replace(",\"isInLobby\":false", ""));
        // then
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void aBotThatIsLetInBeforeItsCallStandsWaitsForThat(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        call.tell(call.botItem(true), call.botItem(false));
        assertThat(call.phase()).isEqualTo("joining");
        // when
        call.meetingIs("established");
        // then
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void aRosterWithoutTheBotChangesNothing(String prefix) {
        // given
        TestCall call = untilInLobby(BUNDLE, prefix);
        // when
        call.tell(call.rosterItem(call.meetingCallId(), "550fae72-d251-43ec-868c-373732c2704f"));
        // then
        assertThat(call.phase()).isEqualTo("joining");
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void theRosterOfTheCallersCallSaysNothingOfTheLobby(String prefix) {
        // given
        TestCall call = untilInLobby(BUNDLE, prefix);
        // when
        call.tell(call.botItem(false).replace(call.meetingCallId(), call.callerCallId()));
        // then
        assertThat(call.phase()).isEqualTo("joining");
    }

    @EachPrefix
    void anotherBotInTheLobbyKeepsNobodyWaiting(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.tell(call.botItem(true).replace(RunningBundle.APP_ID, "0fb12345-0000-4000-8000-00000000b07a"));
        call.meetingIs("established");
        // then
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void aBotThatHasComeInByAnotherLegIsIn(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        String admitted = call.botItem(false);
        String participant = admitted.substring(
                admitted.indexOf("\"resourceData\":[") + "\"resourceData\":[".length(), admitted.lastIndexOf("]}"));
        // when
        call.tell(call.botItem(true).replace("\"resourceData\":[", "\"resourceData\":[" + participant + ","));
        call.meetingIs("established");
        // then
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void theNewsThatTheBotIsInMayBeLost(String prefix) {
        // given
        TestCall call = IMPATIENT.call(prefix);
        graphShows(call, 200, botIn(false), Integer.MAX_VALUE);
        // when
        untilInLobby(call);
        // then
        call.awaitOperation("invite-caller", "running");
        assertThat(call.operations()).contains("check-lobby-1");
    }

    @EachPrefix
    void aBotThatIsTurnedAwayGivesUpAtOnce(String prefix) {
        // given
        TestCall call = untilInLobby(BUNDLE, prefix);
        // when
        call.meetingDeleted();
        // then
        assertThat(call.phase()).isEqualTo("failed");
        assertThat(call.view().path("failure").asText()).contains("in the lobby");
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-caller");
    }

    @EachPrefix
    void thatTheBotIsTurnedAwayMayBeLostToo(String prefix) {
        // given
        TestCall call = IMPATIENT.call(prefix);
        untilInLobby(call);
        // when
        graphShows(call, 200, botIn(true), 2);
        graphShows(call, 404, null, Integer.MAX_VALUE);
        call.awaitPhase("failed");
        // then
        assertThat(call.view().path("failure").asText()).contains("in the lobby");
        assertThat(call.operations())
                .containsSubsequence("check-lobby-1", "hang-up-caller")
                .noneMatch(operation -> operation.startsWith("invite"));
    }

    @EachPrefix
    void aCallerWhoHangsUpMeanwhileIsNotMoved(String prefix) {
        // given
        TestCall call = untilInLobby(BUNDLE, prefix);
        // when
        call.callerDeleted();
        call.tell(call.botItem(false));
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-meeting");
    }

    // --- when the invite has left before the lobby is told of ------------------------------------------------------

    @EachPrefix
    void anInviteThatHasLeftIsLeftToGraph(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.botItem(true));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void theNextInviteWaitsForTheBot(String prefix) {
        // given
        TestCall call = untilWaiting(BUNDLE.call(prefix));
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.operations()).endsWith("invite-caller", "get-caller-call-1", "get-meeting-call-1");
        // when
        call.tell(call.botItem(false));
        call.awaitOperation("invite-caller-2", "running");
        // then
        assertThat(call.operations())
                .endsWith("get-meeting-call-1", "get-caller-call-2", "get-meeting-call-2", "invite-caller-2");
        // when
        call.moveEnds("invite-caller-2", "completed");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.view().has("failure")).isFalse();
    }

    @EachPrefix
    void theNextInviteLeavesWhereTheNewsThatTheBotIsInIsLost(String prefix) {
        // given
        TestCall call = IMPATIENT.call(prefix);
        graphShows(call, 200, botIn(false), Integer.MAX_VALUE);
        // when
        untilWaiting(call).awaitOperation("invite-caller-2", "running");
        // then
        assertThat(call.operations()).contains("check-lobby-1").endsWith("invite-caller-2");
    }

    @EachPrefix
    void theNextInviteNeverLeavesWhereTheBotIsNotLetIn(String prefix) {
        // given
        TestCall call = IMPATIENT.call(prefix);
        graphShows(call, 200, botIn(true), Integer.MAX_VALUE);
        // when
        untilWaiting(call).awaitPhase("failed");
        // then
        assertThat(call.view().path("failure").asText())
                .contains("500/9999", "The bot is in the lobby of the meeting.");
        assertThat(call.operations())
                .endsWith("check-lobby-1", "check-lobby-2", "check-lobby-3", "hang-up-meeting", "hang-up-caller")
                .doesNotContain("invite-caller-2", "ring-caller");
    }

    @EachPrefix
    void theEndOfEitherCallEndsTheWait(String prefix) {
        // given
        TestCall hungUp = untilWaiting(BUNDLE.call(prefix));
        TestCall turnedAway = untilWaiting(BUNDLE.call(prefix));
        // when
        hungUp.callerDeleted();
        turnedAway.meetingDeleted();
        // then
        assertThat(hungUp.phase()).isEqualTo("missed");
        assertThat(hungUp.operations()).endsWith("get-meeting-call-1", "hang-up-meeting");
        assertThat(turnedAway.phase()).isEqualTo("failed");
        assertThat(turnedAway.view().path("failure").asText()).contains("in the lobby");
        assertThat(turnedAway.operations()).endsWith("get-meeting-call-1", "hang-up-caller");
    }

    private static TestCall untilInLobby(BundleExtension bundle, String prefix) {
        return untilInLobby(bundle.call(prefix));
    }

    /** Both calls stand, and the bot waits. */
    private static TestCall untilInLobby(TestCall call) {
        call.untilJoining();
        call.tell(call.botItem(true));
        return call.meetingIs("established");
    }

    /** A move has failed, both calls have been looked at, and the bot waits. */
    private static TestCall untilWaiting(TestCall call) {
        call.untilInviting();
        call.tell(call.botItem(true));
        return call.moveFails("invite-caller").awaitOperation("get-meeting-call-1", "completed");
    }

    /** What looks at a call, which tell nothing new of it, and looks at a roster are answered. */
    private static JsonNode botIn(boolean lobby) {
        return json("{\"state\":\"establishing\",\"value\":[{\"isInLobby\":" + lobby
                + ",\"info\":{\"identity\":{\"application\":{\"id\":\"" + RunningBundle.APP_ID + "\"}}}}]}");
    }

    private static void graphShows(TestCall call, int status, JsonNode body, int times) {
        Fault fault = new Fault.Reply(CommandKind.GET, status, Map.of(), body, Repetition.times(times));
        IMPATIENT.bundle().sandbox().fault(call.scenarioId(), fault);
    }
}
