package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class EscalateCallTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @EachPrefix
    void joinsOnceTheCallersCallStands(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.callerIs("establishing").callerIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
        assertThat(call.phase()).isEqualTo("joining");
    }

    @EachPrefix
    void needsNoEstablishing(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.callerIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void takesEstablishingAfterEstablishedForOldNews(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.callerIs("established").callerIs("establishing").callerIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
        assertThat(call.view().path("callerCall").path("state").asText()).isEqualTo("established");
    }

    @EachPrefix
    void waitsForTheMeetingBeforeItInvites(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.meetingIs("establishing");
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
        // when
        call.meetingIs("established").meetingIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void takesNewsOfTheMeetingBeforeTheReplyOfTheJoinIsRead(String prefix) {
        // given: a join whose reply is still to come
        TestCall call = BUNDLE.call(prefix).incoming();
        BUNDLE.bundle()
                .sandbox()
                .fault(
                        call.scenarioId(),
                        new Fault.SlowReply(CommandKind.JOIN, Duration.ofSeconds(60), Repetition.ONCE));
        call.callerIs("established");
        call.request("POST", call.calls());
        // when
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "establishing"));
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        // then
        assertThat(call.meetingCallId()).isEqualTo(meeting);
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        assertThat(call.operation("join").path("status").asText()).isEqualTo("notStarted");
    }

    @EachPrefix
    void leavesTheMeetingThatIsJoinedAfterTheCallerHungUp(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        BUNDLE.bundle()
                .sandbox()
                .fault(
                        call.scenarioId(),
                        new Fault.SlowReply(CommandKind.JOIN, Duration.ofSeconds(60), Repetition.ONCE));
        call.callerIs("established").callerDeleted();
        call.request("POST", call.calls());
        // when
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        // then
        call.request("DELETE", call.calls() + "/" + meeting);
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-meeting");
        assertThat(call.phase()).isEqualTo("missed");
    }
}
