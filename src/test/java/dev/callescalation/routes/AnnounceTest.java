package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnnounceTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with("calls.graph.resend-period-ms=20");

    @EachPrefix
    void doesNotLetAMomentThatIsSlowHoldUpThoseOfOtherKinds(String prefix) {
        // given: the route of the moment hangs at its only step, which logs
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (TestLog slow = TestLog.of(line -> hang(hanging, released), "caller-moved");
                TestLog log = TestLog.of("escalation-ended")) {
            BUNDLE.call(prefix).untilEscalated();
            await().until(() -> hanging.getCount() == 0);
            // when
            TestCall other = BUNDLE.call(prefix).incoming().callerDeleted();
            // then
            await().until(() -> !log.lines("escalation=" + other.escalationId()).isEmpty());
            released.countDown();
            assertThat(slow.lines("escalation=")).hasSize(1);
        }
    }

    private static void hang(CountDownLatch hanging, CountDownLatch released) {
        hanging.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
