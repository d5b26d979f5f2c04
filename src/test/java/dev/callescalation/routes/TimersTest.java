package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import org.junit.jupiter.api.extension.RegisterExtension;

class TimersTest {

    private static final String NAME = "Marked Miriam";
    private static final String CALLER =
            "{\"user\":{\"id\":\"0badcafe-1111-4222-8333-abad1deac0de\",\"displayName\":\"" + NAME + "\"}}";

    @RegisterExtension
    static final BundleExtension FORGETFUL =
            BundleExtension.with("calls.store.retention-hours=0", "calls.store.forget-period-ms=100");

    @RegisterExtension
    static final BundleExtension DISCREET =
            BundleExtension.with("calls.store.payload-hours=0", "calls.store.forget-period-ms=100");

    @EachPrefix
    void forgetsWhatIsOverAndKeepsWhatIsOpen(String prefix) {
        // given
        TestCall open = FORGETFUL.call(prefix).incoming();
        TestCall over = FORGETFUL.call(prefix).incoming().callerDeleted();
        // when the timer has fired
        // then
        await().until(
                        () -> FORGETFUL
                                .bundle()
                                .get("/escalations/" + over.callerCallId())
                                .statusCode(),
                        s -> s == 404);
        assertThat(open.phase()).isEqualTo("answering");
    }

    @EachPrefix
    void writesNoMessageDownWhenNoneIsToBeKept(String prefix) {
        // when
        TestCall call = DISCREET.call(prefix).incoming(CALLER).awaitOperation("answer", "completed");
        // then
        String steps =
                DISCREET.bundle().get("/escalations/" + call.escalationId()).body();
        assertThat(steps).contains("created call incoming", "/answer").doesNotContain(NAME, "\"message\"");
        // and the escalation goes on all the same
        call.callerIs("established").awaitOperation("join", "completed");
    }
}
