package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class AskAgainTest {

    private static final String TODAY = "/communications";

    @RegisterExtension
    static final BundleExtension BUNDLE =
            BundleExtension.with("calls.escalation.keep-alive-minutes=0.01", "calls.escalation.watch-period-ms=50");

    @Test
    void bothCallsAreKeptAliveEachByItself() {
        // given
        TestCall call = BUNDLE.call(TODAY).untilInviting();
        // then
        await().until(() -> asked(call, call.callerCallId()) > 1 && asked(call, call.meetingCallId()) > 1);
        assertThat(call.phase()).isEqualTo("moving");
    }

    @Test
    void aCallThatHasEndedIsNot() {
        // given
        TestCall call = BUNDLE.call(TODAY).untilEscalated().callerDeleted();
        long before = asked(call, call.callerCallId());
        // when
        long meeting = asked(call, call.meetingCallId());
        await().until(() -> asked(call, call.meetingCallId()) > meeting + 2);
        // then
        assertThat(asked(call, call.callerCallId())).isEqualTo(before);
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @Test
    void nothingIsKeptAliveWhenItIsOver() {
        // given
        TestCall over = BUNDLE.call(TODAY).untilEscalated().callerDeleted().meetingDeleted();
        long before = asked(over, over.meetingCallId());
        // when: another call has been kept alive meanwhile
        TestCall other = BUNDLE.call(TODAY).untilInviting();
        await().until(() -> asked(other, other.callerCallId()) > 2);
        // then
        assertThat(asked(over, over.meetingCallId())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app", "/applications/8A34A46B-3D17-4ADC-8DCE-DC4E7D572698"})
    void theOriginalDialectHasNoSuchCommand(String prefix) {
        // given
        TestCall old = BUNDLE.call(prefix).untilEscalated();
        // when: another call has been kept alive meanwhile
        TestCall other = BUNDLE.call(TODAY).untilInviting();
        await().until(() -> asked(other, other.callerCallId()) > 2);
        // then
        assertThat(old.requests()).noneMatch(request -> request.path().endsWith("/keepAlive"));
    }

    @Test
    void theEndOfTheMeetingIsLearntFromIt() {
        // given
        TestCall call = BUNDLE.call(TODAY).untilEscalated().callerDeleted();
        new NextReply(BUNDLE, call, CommandKind.KEEP_ALIVE).is(404);
        // then
        call.awaitPhase("ended");
        assertThat(call.view().path("meetingCall").path("state").asText()).isEqualTo("terminated");
    }

    @Test
    void theEndOfTheCallersCallIsLearntFromIt() {
        // given
        TestCall call = BUNDLE.call(TODAY).incoming().awaitOperation("answer", "completed");
        new NextReply(BUNDLE, call, CommandKind.JOIN).isLate();
        new NextReply(BUNDLE, call, CommandKind.KEEP_ALIVE).is(404);
        // when
        call.callerIs("established").awaitPhase("missed");
        // then
        assertThat(call.view().path("callerCall").path("state").asText()).isEqualTo("terminated");
        call.awaitOperation("hang-up-meeting", "completed");
    }

    @Test
    void whatIsRememberedDoesNotGrow() {
        // given
        TestCall call = BUNDLE.call(TODAY).untilEscalated().callerDeleted();
        // when
        await().until(() -> asked(call, call.meetingCallId()) > 8);
        // then
        assertThat(call.operations().stream().filter(key -> key.startsWith("keep-meeting-alive")))
                .hasSizeLessThanOrEqualTo(4);
        assertThat(call.operations()).contains("answer", "join", "invite-caller");
    }

    @Test
    void aRefusalChangesNothing() {
        // given
        TestCall call = BUNDLE.call(TODAY);
        new NextReply(BUNDLE, call, CommandKind.KEEP_ALIVE).is(403);
        // when
        call.untilInviting();
        await().until(() -> asked(call, call.callerCallId()) > 1);
        // then
        assertThat(call.phase()).isEqualTo("moving");
    }

    private static long asked(TestCall call, String callId) {
        return call.requestsTo("/" + callId + "/keepAlive").size();
    }
}
