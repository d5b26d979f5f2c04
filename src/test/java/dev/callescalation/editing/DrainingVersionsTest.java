package dev.callescalation.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrainingVersionsTest {

    private static final int LONG_SECONDS = 50;

    private final List<String> told = new CopyOnWriteArrayList<>();

    /** Is busy until it is let go. */
    private final class Busy implements DrainingVersions.Stoppable {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);

        @Override
        public void stop(int seconds) {
            begun.countDown();
            try {
                told.add(done.await(seconds, TimeUnit.SECONDS) ? "finished" : "not done");
            } catch (InterruptedException e) {
                told.add("interrupted");
            }
        }

        @Override
        public void stop() {
            told.add("stopped");
        }
    }

    @Test
    void letsAVersionFinishThatIsEndingWhenTheProgramEnds() throws Exception {
        // given: one that is ending, and one that stays
        DrainingVersions draining = new DrainingVersions(LONG_SECONDS, 1, LONG_SECONDS);
        Busy ending = new Busy();
        draining.add(ending);
        draining.add(new Busy());
        ending.begun.await();
        // when
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> draining.close(LONG_SECONDS));
        Awaitility.await().until(() -> told.contains("stopped"));
        ending.done.countDown();
        closed.get();
        // then
        assertThat(told).containsExactly("stopped", "finished");
    }

    @Test
    void cutsAVersionOffThatTakesTooLong() {
        // given
        DrainingVersions draining = new DrainingVersions(LONG_SECONDS, 0, LONG_SECONDS);
        Busy ending = new Busy();
        draining.add(ending);
        // when
        draining.close(0);
        // then
        Awaitility.await().until(() -> told.contains("interrupted"));
    }

    @Test
    void endsAVersionWhileAnotherOneIsStillBusy() throws Exception {
        // given
        DrainingVersions draining = new DrainingVersions(LONG_SECONDS, 0, LONG_SECONDS);
        List<Busy> versions = List.of(new Busy(), new Busy(), new Busy());
        // when
        versions.forEach(draining::add);
        // then
        for (Busy version : versions) {
            version.begun.await();
            version.done.countDown();
        }
        draining.close(LONG_SECONDS);
        assertThat(told).containsOnly("finished").hasSize(3);
    }
}
