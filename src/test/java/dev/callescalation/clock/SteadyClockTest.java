package dev.callescalation.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.TestLog;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines pass when they should, whatever becomes of the machine's clock. */
class SteadyClockTest {

    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");

    private long ticks = 42;
    private final SteadyClock clock = new SteadyClock(NINE, () -> ticks);

    @ParameterizedTest
    @ValueSource(longs = {7_200, -7_200})
    void aJumpOfTheOtherClockMovesNoDeadline(long jump) {
        Instant deadline = NINE.plusSeconds(15);
        clock.follow(NINE.plusSeconds(jump));

        pass(Duration.ofSeconds(14));
        assertThat(clock.instant()).isBefore(deadline);
        pass(Duration.ofSeconds(2));
        assertThat(clock.instant()).isAfter(deadline);
    }

    @ParameterizedTest
    @ValueSource(longs = {7_200, -7_200, 1, -1})
    void itCatchesUp(long jump) {
        Instant before = clock.instant();
        for (int passed = 0; passed < Duration.ofHours(48).toSeconds(); passed += 5) {
            clock.follow(NINE.plusSeconds(passed).plusSeconds(jump));
            pass(Duration.ofSeconds(5));
            assertThat(clock.instant()).isAfter(before);
            before = clock.instant();
        }

        Instant other = NINE.plus(Duration.ofHours(48)).plusSeconds(jump);
        assertThat(Duration.between(clock.instant(), other).abs()).isLessThan(Duration.ofMillis(10));
    }

    @Test
    void itDoesNotOvertakeAClockThatCannotBeAsked() {
        clock.follow(NINE.plusSeconds(2));
        pass(Duration.ofHours(3));

        assertThat(clock.instant()).isEqualTo(NINE.plusSeconds(2).plus(Duration.ofHours(3)));
    }

    @Test
    void anEarlierRunIsGoneOnFrom() {
        clock.begin(NINE.minus(Duration.ofHours(2)), NINE.plusSeconds(1));

        assertThat(clock.instant()).isEqualTo(NINE.plusSeconds(1));
    }

    @Test
    void anOutageIsNoJump() {
        clock.begin(NINE.plus(Duration.ofHours(2)), NINE);

        assertThat(clock.instant()).isEqualTo(NINE.plus(Duration.ofHours(2)));
    }

    @Test
    void aWrongYearIsNotGoneOnFrom() {
        clock.begin(NINE, NINE.plus(Duration.ofDays(365)));

        assertThat(clock.instant()).isEqualTo(NINE);
    }

    @Test
    void anOperatorIsToldOnce() {
        try (TestLog log = TestLog.of(SteadyClock.class.getName())) {
            clock.follow(NINE.plusSeconds(7_200));
            pass(Duration.ofSeconds(5));
            clock.follow(NINE.plusSeconds(7_205));
            clock.follow(NINE.plusSeconds(6));

            assertThat(log.lines(""))
                    .containsExactly(
                            SteadyClock.class.getName()
                                    + " The clock has been set forward by 7200 s. Deadlines go on as if it had not been; the times"
                                    + " in the journal come closer to it by 3 s a minute.",
                            SteadyClock.class.getName() + " The times in the journal are those of the clock again.");
        }
    }

    private void pass(Duration time) {
        ticks += time.toNanos();
    }
}
