package dev.callescalation.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out whether the store can be written, by a commit of its own, at most one a second however often it is asked.
 * It has a thread and a connection of its own, so whoever asks has a reply in time, whatever else waits for the store.
 *
 * <p>SQLite has one writer at a time: commits that have just succeeded are proof enough there, and spare it the wait.
 * PostgreSQL locks tables one by one, and commits of one table prove nothing of another.
 */
final class Probe implements AutoCloseable {

    private static final long PROOF_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LIMIT_MS = 1_700;

    /** As much as a decision writes, so that there has to be room for one. */
    private static final String FILL = "x".repeat(8_000);

    private final CommitQueue commits;
    private final ReentrantLock probing = new ReentrantLock();
    private volatile long probedAt = System.nanoTime() - PAUSE_NANOS;
    private volatile String trouble = "";

    private final Database database;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread probing = new Thread(task, "store-probe");
        probing.setDaemon(true);
        return probing;
    });
    private Future<String> writing;

    Probe(CommitQueue commits, Database database) {
        this.commits = commits;
        this.database = database;
    }

    /** What is wrong, in a few words; empty while the store can be written. */
    String trouble() {
        if (!database.lost().isEmpty()) {
            return "Not stored: " + database.lost();
        }
        if (!database.isShared() && commits.succeededWithin(PROOF_NANOS)) {
            return "";
        }
        // while one thread finds out, the others get what was found before
        if (probing.tryLock()) {
            try {
                if (System.nanoTime() - probedAt >= PAUSE_NANOS) {
                    trouble = write();
                    probedAt = System.nanoTime();
                }
            } finally {
                probing.unlock();
            }
        }
        return trouble;
    }

    private String write() {
        if (writing == null || writing.isDone()) {
            writing = thread.submit(this::result);
        }
        try {
            return writing.get(LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "Not stored: no answer within " + LIMIT_MS + " ms";
        } catch (ExecutionException e) {
            return "Not stored: " + e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return trouble;
        }
    }

    private String result() {
        try {
            database.probe(FILL);
            return "";
        } catch (SQLException e) {
            return "Not stored: " + CommitQueue.reason(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
