package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallProgressedTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @EachPrefix
    void remembersHowFarTheCallHasCome(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.callerIs("establishing");
        // then
        assertThat(call.view().path("callerCall").path("state").asText()).isEqualTo("establishing");
        assertThat(call.operations()).containsExactly("answer");
    }

    @EachPrefix
    void readsAStateInAnyLetterCase(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.tell(call.callItem("Updated", call.callerCallId(), "Established"));
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void ignoresAStateThatIsNotKnown(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.callerIs("levitating");
        // then
        assertThat(call.view().path("callerCall").path("state").asText()).isEqualTo("incoming");
        assertThat(call.phase()).isEqualTo("answering");
    }

    @EachPrefix
    void tellsTheTwoCallsOfAnEscalationApart(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // when
        call.meetingIs("establishing");
        // then
        assertThat(call.view().path("callerCall").path("state").asText()).isEqualTo("established");
        assertThat(call.view().path("meetingCall").path("state").asText()).isEqualTo("establishing");
    }
}
