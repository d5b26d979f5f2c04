package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeepFailedCommandTest {

    @RegisterExtension
    static final BundleExtension BUNDLE =
            BundleExtension.with("calls.graph.resend-period-ms=20", "calls.graph.probe-seconds=3600");

    @RegisterExtension
    static final BundleExtension HURRIED =
            BundleExtension.with("calls.graph.resend-period-ms=20", "calls.escalation.answer-deadline-seconds=1");

    @EachPrefix
    void keepsWhatGraphDoesNotTake(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        new NextReply(BUNDLE, call, CommandKind.ANSWER)
                .is(403, Map.of(), "{\"error\":{\"code\":\"7505\",\"message\":\"No permission.\"}}");
        // when
        call.incoming().awaitPhase("failed");
        // then
        JsonNode letter = call.deadLetter();
        assertThat(letter.path("kind").asText()).isEqualTo("command");
        assertThat(letter.path("what").asText()).isEqualTo("answer");
        assertThat(letter.path("error").asText()).isEqualTo("refused 403 7505 No permission.");
        assertThat(letter.path("route").asText()).isEqualTo("keep-failed-command");
        assertThat(letter.path("step").asText()).isEqualTo("keep-failed-command.refused");
        assertThat(letter.path("failures").asInt()).isEqualTo(1);
    }

    @EachPrefix
    void keepsWhatNeverReachedGraphInTime(String prefix) {
        // given: Graph wants to be left alone for longer than a join can wait
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(BUNDLE, call, CommandKind.JOIN).is(503, Map.of("Retry-After", "3600"), null);
        // when
        call.callerIs("established").awaitPhase("failed");
        // then
        JsonNode letter = call.deadLetter();
        assertThat(letter.path("what").asText()).isEqualTo("join");
        assertThat(letter.path("step").asText()).isEqualTo("keep-failed-command.expired");
    }

    @EachPrefix
    void keepsAJoinOfAMeetingThatThereIsNot(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(BUNDLE, call, CommandKind.JOIN).is(404);
        // when
        call.callerIs("established").awaitPhase("failed");
        // then
        assertThat(call.deadLetter().path("step").asText()).isEqualTo("keep-failed-command.no-meeting");
    }

    @EachPrefix
    void keepsNothingOfACallerWhoWasGoneBeforeTheAnswer(String prefix) {
        for (int status : new int[] {404, 409}) {
            // given
            TestCall call = BUNDLE.call(prefix);
            new NextReply(BUNDLE, call, CommandKind.ANSWER).is(status);
            // when
            call.incoming().awaitPhase("missed");
            // then
            assertThat(call.deadLetters()).as("status %d", status).isEmpty();
        }
    }

    @EachPrefix
    void keepsNothingOfAnAnswerThatCameTooLate(String prefix) {
        // given
        TestCall call = HURRIED.call(prefix);
        new NextReply(HURRIED, call, CommandKind.ANSWER).is(503, Map.of("Retry-After", "60"), null);
        // when
        call.incoming().awaitPhase("missed");
        // then
        assertThat(call.deadLetters()).isEmpty();
    }

    @EachPrefix
    void keepsNothingOfACallThatHadEndedBeforeItWasHungUp(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        new NextReply(BUNDLE, call, CommandKind.DELETE).is(404);
        // when
        call.callerDeleted().awaitOperation("hang-up-meeting", "failed");
        // then
        assertThat(call.deadLetters()).isEmpty();
    }
}
