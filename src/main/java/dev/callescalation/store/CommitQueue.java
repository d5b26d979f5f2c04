package dev.callescalation.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: many threads hand in small units of work, one thread writes those that have gathered in one
 * transaction. While one transaction is being made durable the next batch gathers, so the cost of a sync is shared
 * by as many units as there are threads waiting for it, and nobody waits for a timer.
 */
final class CommitQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitQueue.class);
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_AT_ONCE = 256;

    /** Work of one decision. It tells whether it applied; when it did not, it has changed nothing. */
    interface Unit {
        boolean apply(Statements statements) throws SQLException;
    }

    private record Pending(Unit unit, Runnable afterwards, CompletableFuture<Boolean> applied) {

        /** It is durable, so it is done, whatever comes of the rest: others wait behind it. */
        private void complete(boolean isApplied) {
            try {
                if (isApplied) {
                    afterwards.run();
                }
            } catch (RuntimeException | Error e) {
                LOG.error("It is stored, but what follows a commit has failed", e);
            } finally {
                applied.complete(isApplied);
            }
        }
    }

    private final BlockingQueue<Pending> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Database database;
    private final Thread writer = new Thread(this::write, "store-writer");
    private volatile boolean closed;
    private volatile boolean lastSucceeded = true;
    private volatile long lastAt = System.nanoTime();
    private Statements statements;

    CommitQueue(Database database) {
        this.database = database;
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Returns when the unit is durable.
     *
     * @return what the unit told
     * @throws StoreUnavailableException when it could not be stored; nothing of it is left behind
     */
    boolean commit(Unit unit) {
        return commit(unit, () -> {});
    }

    /**
     * The same.
     *
     * @param afterwards run when the unit is durable and has applied, before anybody who committed with it goes on
     */
    boolean commit(Unit unit, Runnable afterwards) {
        Pending pending = new Pending(unit, afterwards, new CompletableFuture<>());
        if (closed || !waiting.offer(pending)) {
            throw new StoreUnavailableException("The store is closed, or too much is waiting to be stored", null);
        }
        if (!writer.isAlive() && waiting.remove(pending)) {
            throw new StoreUnavailableException("The store is closed", null);
        }
        try {
            return pending.applied().join();
        } catch (CompletionException e) {
            throw new StoreUnavailableException("Not stored: " + reason(e.getCause()), e.getCause());
        }
    }

    private static String reason(Throwable error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse(error.toString());
    }

    /** Whether the last commit succeeded, and not longer ago than that. */
    boolean succeededWithin(long nanos) {
        return lastSucceeded && System.nanoTime() - lastAt < nanos;
    }

    private void note(boolean succeeded) {
        lastSucceeded = succeeded;
        lastAt = System.nanoTime();
    }

    private void write() {
        List<Pending> batch = new ArrayList<>(MOST_AT_ONCE);
        while (!closed || !waiting.isEmpty()) {
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST_AT_ONCE - 1);
                store(batch);
            } catch (InterruptedException e) {
                LOG.debug("Asked to stop");
            } finally {
                batch.clear();
            }
        }
        closeConnection();
        for (Pending pending; (pending = waiting.poll()) != null; ) {
            pending.applied().completeExceptionally(new IllegalStateException("The store is closed"));
        }
    }

    private void store(List<Pending> batch) {
        boolean wasOpen = statements != null;
        List<Boolean> applied;
        try {
            applied = transaction(batch);
            note(true);
        } catch (NoConnectionException e) {
            note(false);
            batch.forEach(pending -> pending.applied().completeExceptionally(e.getCause()));
            return;
        } catch (Throwable e) {
            boolean stale = wasOpen && batch.size() == 1;
            discardConnection();
            if (batch.size() > 1 || stale) {
                // one of them may be the cause: let it fail alone; or the connection was cut while nothing happened
                batch.forEach(pending -> store(List.of(pending)));
            } else {
                note(false);
                batch.get(0).applied().completeExceptionally(e);
            }
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).complete(applied.get(i));
        }
    }

    private static final class NoConnectionException extends Exception {

        private static final long serialVersionUID = 1L;

        private NoConnectionException(SQLException cause) {
            super(cause);
        }
    }

    private List<Boolean> transaction(List<Pending> batch) throws SQLException, NoConnectionException {
        if (statements == null) {
            statements = new Statements(connect());
        }
        List<Boolean> applied = new ArrayList<>(batch.size());
        for (Pending pending : batch) {
            applied.add(pending.unit().apply(statements));
        }
        statements.connection().commit();
        return applied;
    }

    private Connection connect() throws NoConnectionException {
        try {
            Connection connection = database.connection();
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw new NoConnectionException(e);
        }
    }

    /**
     * Nobody gets this connection again. SQLite ends a transaction by itself when the disk is full, and the driver does
     * not notice: whatever came next on the connection would be stored at once, and half done.
     */
    private void discardConnection() {
        if (statements != null) {
            rollback();
            database.discard(statements.connection());
            statements = null;
        }
    }

    private void closeConnection() {
        if (statements != null) {
            rollback();
            statements.close();
            statements = null;
        }
    }

    private void rollback() {
        try {
            statements.connection().rollback();
        } catch (SQLException e) {
            LOG.debug("The connection was broken already", e);
        }
    }

    /** Stores what is waiting, then stops. */
    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
