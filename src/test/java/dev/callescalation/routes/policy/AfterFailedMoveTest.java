package dev.callescalation.routes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import org.junit.jupiter.api.extension.RegisterExtension;

class AfterFailedMoveTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @EachPrefix
    void onceMoreThenASecondRingThenNoMore(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.untilNoMoveHelps();
        // then
        assertThat(call.operations().stream().filter(key -> key.matches("(invite|ring)-.*")))
                .containsExactly("invite-caller", "invite-caller-2", "ring-caller");
    }

    @EachPrefix
    void noSecondMoveWhereTheMediaCannotBeMoved(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.endItem("invite-caller", "failed")
                .replaceFirst("(?<=\"code\":\"?)500", "410")
                .replaceFirst("(?<=\"subcode\":\"?)9999", "301004"));
        // then
        call.moveFails("ring-caller").awaitPhase("failed");
        assertThat(call.operations().stream().filter(key -> key.matches("(invite|ring)-.*")))
                .containsExactly("invite-caller", "ring-caller");
    }

    @EachPrefix
    void aSecondMoveWhereOnlyTheCodeIsThatOfTheMedia(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.endItem("invite-caller", "failed").replaceFirst("(?<=\"code\":\"?)500", "410"));
        // then
        call.awaitOperation("invite-caller-2", "running");
    }

    @EachPrefix
    void nothingBeforeTheBotIsLetIn(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        call.tell(call.botItem(true));
        // when
        call.moveFails("invite-caller").awaitOperation("get-meeting-call-1", "completed");
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.operations()).endsWith("get-meeting-call-1");
    }

    @EachPrefix
    void nothingMoreForACallerWhoIsGoing(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerIs("terminating");
        // when
        call.moveFails("invite-caller").awaitPhase("missed");
        // then
        assertThat(call.operations().stream().filter(key -> key.matches("(invite|ring)-.*")))
                .containsExactly("invite-caller");
    }
}
