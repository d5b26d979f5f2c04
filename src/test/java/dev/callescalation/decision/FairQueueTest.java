package dev.callescalation.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.decision.FairQueue.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Elements are named tenant, dash and number; an exclamation mark makes them urgent. */
class FairQueueTest {

    private final List<ExecutorService> readers = new ArrayList<>();

    @AfterEach
    void end() {
        readers.forEach(ExecutorService::shutdownNow);
    }

    @Test
    void takesFromTheLinesByTurns() {
        // given
        FairQueue<String> queue = queue(new Limits(9, 9, 9));
        queue.addAll(List.of("a-1", "a-2", "a-3", "b-1"));
        // then
        assertThat(List.of(queue.poll(), queue.poll(), queue.poll(), queue.poll()))
                .containsExactly("a-1", "b-1", "a-2", "a-3");
        assertThat(queue.poll()).isNull();
    }

    @Test
    void leavesReadersToTheOtherLines() throws Exception {
        // given
        FairQueue<String> queue = queue(new Limits(2, 2, 9));
        queue.addAll(List.of("a-1", "a-2", "a-3", "b-1"));
        // when
        ExecutorService first = reader();
        String taken = take(first, queue);
        // then
        assertThat(List.of(taken, take(reader(), queue), take(reader(), queue)))
                .containsExactlyInAnyOrder("a-1", "a-2", "b-1");
        assertThat(take(reader(), queue)).isNull();
        assertThat(queue).containsExactly("a-3");
        assertThat(queue.slowest(Duration.ZERO)).contains("a (1)");
        // and when one of them is done
        assertThat(taken).isEqualTo("a-1");
        assertThat(take(first, queue)).isEqualTo("a-3");
        assertThat(queue.slowest(Duration.ZERO)).isEmpty();
    }

    @Test
    void takesWhatIsUrgentFirstAndLeavesReadersToIt() throws Exception {
        // given
        FairQueue<String> queue = queue(new Limits(3, 1, 1));
        queue.addAll(List.of("a-1", "b-1", "a-2!"));
        // then
        assertThat(take(reader(), queue)).isEqualTo("a-2!");
        assertThat(take(reader(), queue)).isEqualTo("b-1");
        assertThat(take(reader(), queue)).isNull();
        // when
        queue.add("b-2!");
        // then
        assertThat(take(reader(), queue)).isEqualTo("b-2!");
        assertThat(queue).containsExactly("a-1");
    }

    @Test
    void givesTheTurnOfAReaderThatLeavesToOthers() throws Exception {
        // given
        FairQueue<String> queue = queue(Limits.ONE);
        queue.addAll(List.of("a-1", "a-2"));
        ExecutorService leaving = reader();
        assertThat(take(leaving, queue)).isEqualTo("a-1");
        assertThat(take(reader(), queue)).isNull();
        // when
        leaving.submit(queue::leave).get(30, TimeUnit.SECONDS);
        // then
        assertThat(take(reader(), queue)).isEqualTo("a-2");
    }

    @Test
    void wakesAReaderForWhatComes() throws Exception {
        // given
        FairQueue<String> queue = queue(Limits.ONE);
        var taken = reader().submit(() -> queue.poll(60, TimeUnit.SECONDS));
        // when
        queue.add("a-1");
        // then
        assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo("a-1");
    }

    @Test
    void takesNoMoreThanItHolds() {
        // given
        FairQueue<String> queue = new FairQueue<>(1, Limits.ONE, text -> text, text -> true);
        // then
        assertThat(queue.offer("a-1")).isTrue();
        assertThat(queue.offer("a-2")).isFalse();
        assertThat(queue.remainingCapacity()).isZero();
        queue.clear();
        assertThat(queue).isEmpty();
        assertThat(queue.offer("a-3")).isTrue();
    }

    private static FairQueue<String> queue(Limits limits) {
        return new FairQueue<>(100, limits, text -> text.substring(0, 1), text -> text.endsWith("!"));
    }

    private ExecutorService reader() {
        ExecutorService reader = Executors.newSingleThreadExecutor();
        readers.add(reader);
        return reader;
    }

    private static String take(ExecutorService reader, FairQueue<String> queue) throws Exception {
        return reader.submit(() -> queue.poll()).get(30, TimeUnit.SECONDS);
    }
}
