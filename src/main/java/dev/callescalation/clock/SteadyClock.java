package dev.callescalation.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of messages and deadlines. It runs on evenly, whatever becomes of the clock that it follows: when that one
 * is set forward or back by hours, no deadline passes early and none is put off. It comes closer to it by 3 s a
 * minute at most, so that a deadline is a twentieth longer or shorter meanwhile.
 */
public final class SteadyClock extends Clock {

    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);
    private static final SteadyClock OF_THIS_PROGRAM = new SteadyClock();

    private static final double FASTEST = 0.05;

    /** What is missing is made up for in this time, or as fast as is allowed. */
    private static final Duration TO_CATCH_UP = Duration.ofMinutes(1);

    /** From here on it is no drift: somebody has set the clock. */
    private static final Duration JUMP = Duration.ofSeconds(10);

    private static final Duration LONGEST_JUMP_BACK = Duration.ofHours(24);

    private static final String GOES_ON =
            "Deadlines go on as if it had not been; the times in the journal come closer to" + " it by 3 s a minute.";

    private final LongSupplier nanos;
    private volatile Course course;
    private boolean astray;

    /** From a moment on, so much faster than the ticks of the machine, until it has caught up. */
    private record Course(Instant from, long fromNanos, double faster) {

        private Instant at(long nanos) {
            long passed = nanos - fromNanos;
            long madeUp = (long) (Math.min(passed, TO_CATCH_UP.toNanos()) * faster);
            return from.plusNanos(passed + madeUp);
        }
    }

    /** One of its own, for tests. */
    public SteadyClock() {
        this(Instant.now(), System::nanoTime);
    }

    SteadyClock(Instant now, LongSupplier nanos) {
        this.nanos = nanos;
        this.course = new Course(now, nanos.getAsLong(), 0);
    }

    /** The one that everything in this program goes by. */
    public static SteadyClock ofThisProgram() {
        return OF_THIS_PROGRAM;
    }

    @Override
    public Instant instant() {
        return course.at(nanos.getAsLong());
    }

    /**
     * Begins where an earlier run has ended, if the clock has been set back since: what waits then waits no longer. A
     * year that was wrong is not taken over.
     *
     * @param now      what the clock to be followed shows
     * @param lastSeen what this clock showed last
     */
    public synchronized void begin(Instant now, Instant lastSeen) {
        Duration back = Duration.between(now, lastSeen);
        boolean goesOn = !back.isNegative() && back.compareTo(LONGEST_JUMP_BACK) < 0;
        if (back.compareTo(JUMP) > 0) {
            LOG.warn(
                    "The clock has been set back by {} s since the last run. {}",
                    back.toSeconds(),
                    goesOn
                            ? GOES_ON
                            : "That is too much to go on from there: what was open then waits for as long, or for"
                                    + " news of Graph.");
        }
        course = new Course(goesOn ? lastSeen : now, nanos.getAsLong(), 0);
        astray = goesOn && back.compareTo(JUMP) > 0;
    }

    /** Comes closer to the clock to be followed. To be called at least once a minute. */
    public synchronized void follow(Instant other) {
        long ticks = nanos.getAsLong();
        Instant now = course.at(ticks);
        Duration missing = Duration.between(now, other);
        double faster = (double) missing.toMillis() / TO_CATCH_UP.toMillis();
        course = new Course(now, ticks, Math.max(-FASTEST, Math.min(FASTEST, faster)));
        boolean farOff = missing.abs().compareTo(JUMP) > 0;
        if (farOff && !astray) {
            LOG.warn(
                    "The clock has been set {} by {} s. {}",
                    missing.isNegative() ? "back" : "forward",
                    missing.abs().toSeconds(),
                    GOES_ON);
        } else if (!farOff && astray) {
            LOG.info("The times in the journal are those of the clock again.");
        }
        astray = farOff;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** @throws UnsupportedOperationException always: times are stored and shown in UTC */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("UTC only");
    }
}
