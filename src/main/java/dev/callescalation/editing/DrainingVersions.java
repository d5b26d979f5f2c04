package dev.callescalation.editing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Versions that were replaced: they finish their messages, and end. */
final class DrainingVersions {

    /** A version that can be stopped. */
    interface Stoppable {

        /**
         * Ends when what is under way is done.
         *
         * @param seconds after which it is cut off
         */
        void stop(int seconds);

        /** Ends as a program does, within {@code camel.main.shutdown-timeout}. */
        void stop();
    }

    private final int staySeconds;
    private final int atMost;
    private final int finishSeconds;
    private final Deque<Stoppable> staying = new ArrayDeque<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(DrainingVersions::thread);
    /** A thread for each: one with a long request must not keep the others in memory. */
    private final ExecutorService ending = Executors.newCachedThreadPool(DrainingVersions::thread);

    /**
     * @param staySeconds   how long a version stays as it is
     * @param atMost        how many may stay
     * @param finishSeconds how long one may take to end then
     */
    DrainingVersions(int staySeconds, int atMost, int finishSeconds) {
        this.staySeconds = staySeconds;
        this.atMost = atMost;
        this.finishSeconds = finishSeconds;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "replaced versions");
        thread.setDaemon(true);
        return thread;
    }

    synchronized void add(Stoppable version) {
        staying.add(version);
        clock.schedule(() -> end(version), staySeconds, TimeUnit.SECONDS);
        while (staying.size() > atMost) {
            end(staying.element());
        }
    }

    private synchronized void end(Stoppable version) {
        if (staying.remove(version)) {
            ending.execute(() -> version.stop(finishSeconds));
        }
    }

    /**
     * Ends all, as a program does when it ends. Those that are ending already go on with that.
     *
     * @param seconds after which they are cut off
     */
    void close(int seconds) {
        clock.shutdownNow();
        synchronized (this) {
            staying.forEach(version -> ending.execute(version::stop));
            staying.clear();
        }
        ending.shutdown();
        try {
            if (!ending.awaitTermination(seconds, TimeUnit.SECONDS)) {
                ending.shutdownNow();
            }
        } catch (InterruptedException e) {
            ending.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
