package dev.callescalation.server;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts who was not served, for one line in the log now and then: strangers must not be able to fill a disk. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final AtomicLong slow = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();

    void slow() {
        slow.incrementAndGet();
    }

    void busy() {
        busy.incrementAndGet();
    }

    /** Says what has come together since the last time, if anything has. */
    void report() {
        long cutOff = slow.getAndSet(0);
        long sentAway = busy.getAndSet(0);
        if (cutOff + sentAway > 0) {
            LOG.warn("cut off as too slow: {}; answered 503 as too many at once: {}", cutOff, sentAway);
        }
    }
}
