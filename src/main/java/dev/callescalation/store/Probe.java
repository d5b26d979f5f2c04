package dev.callescalation.store;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out whether the store can be written. Commits that have just succeeded are proof enough; where there are none,
 * it makes one itself, at most one a second however often it is asked.
 */
final class Probe {

    private static final long PROOF_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    /** As much as a decision writes, so that there has to be room for one. */
    private static final String FILL = "x".repeat(8_000);

    private final CommitQueue commits;
    private final ReentrantLock probing = new ReentrantLock();
    private volatile long probedAt = System.nanoTime() - PAUSE_NANOS;
    private volatile String trouble = "";

    Probe(CommitQueue commits) {
        this.commits = commits;
    }

    /** What is wrong, in a few words; empty while the store can be written. */
    String trouble() {
        if (commits.succeededWithin(PROOF_NANOS)) {
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
        try {
            commits.commit(statements -> {
                statements.update("insert into probe (fill) values (?)", FILL);
                return statements.update("delete from probe") > 0;
            });
            return "";
        } catch (StoreUnavailableException e) {
            return e.getMessage();
        }
    }
}
