package dev.callescalation.editing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Versions that were replaced: they finish what they have begun, and end. */
final class Retired implements AutoCloseable {

    private final int staySeconds;
    private final int atMost;
    private final int finishSeconds;
    private final Deque<Version> staying = new ArrayDeque<>();
    private final ScheduledExecutorService ending = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "replaced versions");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param staySeconds   how long a version stays as it is
     * @param atMost        how many may stay
     * @param finishSeconds how long one may take to end then
     */
    Retired(int staySeconds, int atMost, int finishSeconds) {
        this.staySeconds = staySeconds;
        this.atMost = atMost;
        this.finishSeconds = finishSeconds;
    }

    synchronized void add(Version version) {
        staying.add(version);
        ending.schedule(() -> end(version), staySeconds, TimeUnit.SECONDS);
        while (staying.size() > atMost) {
            Version oldest = staying.remove();
            ending.execute(() -> oldest.stop(finishSeconds));
        }
    }

    private void end(Version version) {
        boolean stays;
        synchronized (this) {
            stays = staying.remove(version);
        }
        if (stays) {
            version.stop(finishSeconds);
        }
    }

    /** Ends all, as a program does when it ends. */
    @Override
    public void close() {
        ending.shutdownNow();
        Deque<Version> left;
        synchronized (this) {
            left = new ArrayDeque<>(staying);
            staying.clear();
        }
        left.forEach(Version::stop);
    }
}
