package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import org.junit.jupiter.api.extension.RegisterExtension;

class ForgetEscalationsTest {

    @RegisterExtension
    static final BundleExtension BUNDLE =
            BundleExtension.with("calls.store.retention-hours=0", "calls.store.forget-period-ms=100");

    @EachPrefix
    void forgetsWhatIsOverAndKeepsWhatIsOpen(String prefix) {
        // given
        TestCall open = BUNDLE.call(prefix).incoming();
        TestCall over = BUNDLE.call(prefix).incoming().callerDeleted();
        // when the timer has fired
        // then
        await().until(
                        () -> BUNDLE.bundle()
                                .get("/escalations/" + over.callerCallId())
                                .statusCode(),
                        s -> s == 404);
        assertThat(open.phase()).isEqualTo("answering");
    }
}
