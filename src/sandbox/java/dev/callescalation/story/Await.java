package dev.callescalation.story;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what becomes true by itself. */
final class Await {

    private static final long FIRST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 160;

    private Await() {}

    /** @return false when it has not become true in that time */
    static boolean until(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        long pause = FIRST_PAUSE_MS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            pause(Duration.ofMillis(pause));
            // many stories that poll often would take the processor from the bundle
            pause = Math.min(LONGEST_PAUSE_MS, pause + pause / 2);
        }
        return true;
    }

    static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a story waits", e);
        }
    }
}
