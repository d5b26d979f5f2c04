package dev.callescalation.store;

import dev.callescalation.metrics.Metrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit by leader and followers. A thread that commits while nobody is writing becomes the leader: it writes its
 * unit of work, and those of all threads that are waiting, in one transaction. A thread that commits meanwhile waits.
 * When the transaction is durable the leader makes the first thread that still waits the next leader and goes on with
 * its own work, so that no thread writes for others for long. The cost of a sync is shared by all that wait for it, no
 * timer is involved, and a thread that is alone wakes no other thread.
 *
 * <p>When a transaction has waited in vain for a lock or for the database, all that waits for it fails with it, and so
 * does what comes in the next moment: each would wait as long.
 */
final class CommitQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitQueue.class);
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_AT_ONCE = 256;
    private static final long SECONDS_TO_CLOSE = 10;
    private static final Comparator<Pending> IN_ONE_ORDER = Comparator.comparing(pending -> pending.escalationId);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The work of one decision. It returns whether it applied; if it did not, it has changed nothing. */
    interface Unit {
        boolean apply(Statements statements) throws SQLException;
    }

    private enum State {
        WAITING,
        LEADING,
        DONE
    }

    /** A unit of work and the thread that waits for it. */
    private static final class Pending {

        private final String escalationId;
        private final Unit unit;
        private final Runnable afterwards;
        private final Thread thread = Thread.currentThread();
        private volatile State state = State.WAITING;
        private boolean applied;
        private Throwable error;

        private Pending(String escalationId, Unit unit, Runnable afterwards) {
            this.escalationId = escalationId;
            this.unit = unit;
            this.afterwards = afterwards;
        }

        /** The unit is durable, whether this fails or not: other threads wait behind it. */
        private void runAfterwards() {
            try {
                if (applied) {
                    afterwards.run();
                }
            } catch (RuntimeException | Error e) {
                LOG.error("The commit is stored, but what follows a commit has failed", e);
            }
        }

        private void fail(Throwable cause) {
            error = cause;
            proceed(State.DONE);
        }

        private void proceed(State next) {
            state = next;
            if (thread != Thread.currentThread()) {
                LockSupport.unpark(thread);
            }
        }
    }

    private final Queue<Pending> waiting = new ArrayDeque<>();
    private final Database database;
    private volatile StoreMeters meters = StoreMeters.in(Metrics.nowhere());
    private volatile boolean lastSucceeded = true;
    private volatile long lastAt = System.nanoTime();

    private boolean closed;
    /** Whether a thread is the leader. */
    private boolean led;
    /** What the last transaction has waited for in vain; null when it has not. */
    private SQLException waitedFor;

    private long restUntil;
    /** The leader's; null while there is no connection. */
    private Statements statements;
    /** The leader's: whether it was interrupted while it wrote. */
    private boolean interrupted;

    CommitQueue(Database database) {
        this.database = database;
    }

    void bindTo(MeterRegistry registry, StoreMeters ofStore) {
        meters = ofStore;
        Gauge.builder("calls_store_queue", this, CommitQueue::length)
                .description("Decisions that wait to be stored")
                .register(registry);
    }

    /** How many units wait for the transaction after the one that is being written. */
    private synchronized int length() {
        return waiting.size();
    }

    /**
     * Returns when the unit is durable. An interrupt neither ends the wait nor reaches the database; the thread finds
     * it afterwards.
     *
     * @return what the unit returned
     * @throws StoreUnavailableException if it could not be stored; then nothing of it is left behind
     */
    boolean commit(Unit unit) {
        return commit("", unit);
    }

    /** The same for the work of one escalation. */
    boolean commit(String escalationId, Unit unit) {
        return commit(escalationId, unit, () -> {});
    }

    /**
     * The same.
     *
     * @param afterwards run when the unit is durable and has applied, before any thread that committed with it goes on
     */
    boolean commit(String escalationId, Unit unit, Runnable afterwards) {
        String lost = database.lost();
        if (!lost.isEmpty()) {
            throw new StoreUnavailableException("Not stored: " + lost, null);
        }
        long began = System.nanoTime();
        Pending pending = new Pending(escalationId, unit, afterwards);
        boolean wasInterrupted = Thread.interrupted();
        try {
            enqueue(pending);
            while (pending.state == State.WAITING) {
                LockSupport.park(this);
                wasInterrupted |= Thread.interrupted();
            }
            if (pending.state == State.LEADING) {
                wasInterrupted |= lead();
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (pending.error != null) {
            throw new StoreUnavailableException("Not stored: " + reason(pending.error), pending.error);
        }
        meters.commits().record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        return pending.applied;
    }

    static String reason(Throwable error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse(error.toString());
    }

    /** Whether the last commit that changed something succeeded, and not longer ago than that. */
    boolean succeededWithin(long nanos) {
        return lastSucceeded && System.nanoTime() - lastAt < nanos;
    }

    private void note(boolean succeeded) {
        lastSucceeded = succeeded;
        lastAt = System.nanoTime();
    }

    private synchronized void enqueue(Pending pending) {
        if (closed || waiting.size() == MOST_WAITING) {
            throw new StoreUnavailableException("The store is closed, or too much is waiting to be stored", null);
        }
        // also while the thread that has waited is about to go on: it would make this one the next to wait
        if (waitedFor != null && System.nanoTime() - restUntil < 0) {
            throw new StoreUnavailableException("Not stored: " + reason(waitedFor), waitedFor);
        }
        waiting.add(pending);
        if (!led) {
            led = true;
            pending.state = State.LEADING;
        }
    }

    /**
     * Writes one batch, then makes the next thread the leader.
     *
     * @return whether the thread was interrupted meanwhile
     */
    private boolean lead() {
        List<Pending> batch = new ArrayList<>();
        try {
            interrupted = false;
            gather(batch);
            store(batch, true);
            return interrupted;
        } catch (Throwable e) {
            batch.stream().filter(pending -> pending.state != State.DONE).forEach(pending -> pending.fail(e));
            throw e;
        } finally {
            handOver();
        }
    }

    private synchronized void handOver() {
        Pending next = waiting.peek();
        if (next != null) {
            next.proceed(State.LEADING);
        } else {
            led = false;
            notifyAll();
        }
    }

    /**
     * Adds units that wait to the batch. Each locks the rows of its escalation, and two nodes that lock the same ones
     * in another order would wait for each other; so all have one order.
     */
    private synchronized void gather(List<Pending> batch) {
        int known = batch.size();
        while (batch.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        batch.subList(known, batch.size()).sort(IN_ONE_ORDER);
    }

    private void store(List<Pending> batch, boolean more) {
        boolean wasOpen = statements != null;
        try {
            statements = wasOpen ? statements : new Statements(connect());
        } catch (SQLException e) {
            note(false);
            batch.forEach(pending -> pending.fail(e));
            return;
        }
        try {
            transaction(batch, more);
            waitedInVain(null);
            // a commit that changes nothing succeeds on a full disk, too
            if (batch.stream().anyMatch(pending -> pending.applied)) {
                note(true);
            }
        } catch (Throwable e) {
            boolean stale = wasOpen && batch.size() == 1;
            discardConnection();
            if (Database.hasWaited(e)) {
                note(false);
                batch.forEach(pending -> pending.fail(e));
                waitedInVain((SQLException) e);
            } else if (batch.size() > 1 || stale) {
                // one of them may be the cause, and must fail alone; or the connection was cut while it was idle
                batch.forEach(pending -> store(List.of(pending), false));
            } else {
                note(false);
                batch.get(0).fail(e);
            }
            return;
        }
        batch.forEach(Pending::runAfterwards);
        batch.forEach(pending -> pending.proceed(State.DONE));
    }

    private void transaction(List<Pending> batch, boolean more) throws SQLException {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).applied = batch.get(i).unit.apply(statements);
            // not where others lock rows: what is added would be out of order
            if (i == batch.size() - 1 && more && !database.isShared()) {
                gather(batch);
            }
        }
        statements.connection().commit();
    }

    /** Fails, with what the transaction has waited for, all that waits for the next one. */
    private synchronized void waitedInVain(SQLException cause) {
        waitedFor = cause;
        if (cause != null) {
            restUntil = System.nanoTime() + REST_NANOS;
            waiting.forEach(pending -> pending.fail(cause));
            waiting.clear();
        }
    }

    private Connection connect() throws SQLException {
        while (true) {
            try {
                Connection connection = database.connection();
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException e) {
                if (!Thread.interrupted()) {
                    throw e;
                }
                // the pool gives up when its caller is interrupted, but the batch belongs to others too
                interrupted = true;
            }
        }
    }

    /**
     * No thread gets this connection again. SQLite ends a transaction by itself when the disk is full, and the driver
     * does not notice: the next statement on the connection would be stored at once, without the rest of its unit.
     */
    private void discardConnection() {
        if (statements == null) {
            return;
        }
        try {
            statements.connection().rollback();
        } catch (SQLException e) {
            LOG.debug("The connection was broken already", e);
        }
        database.discard(statements.connection());
        statements = null;
    }

    /** Returns when the units that wait are stored, but after 10 s at the latest. The units that come later fail. */
    @Override
    public synchronized void close() {
        closed = true;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_CLOSE);
        try {
            while (led && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
            if (!led) {
                discardConnection();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
