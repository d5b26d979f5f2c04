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
    void onceMoreThenPlainlyThenNoMore(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.untilNoMoveHelps();
        // then
        assertThat(call.operations().stream().filter(key -> key.startsWith("invite-")))
                .containsExactly("invite-caller", "invite-caller-2", "invite-caller-plainly");
    }

    @EachPrefix
    void nothingMoreForACallerWhoIsGoing(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().callerIs("terminating");
        // when
        call.moveFails("invite-caller").awaitPhase("failed");
        // then
        assertThat(call.operations().stream().filter(key -> key.startsWith("invite-")))
                .containsExactly("invite-caller");
    }
}
