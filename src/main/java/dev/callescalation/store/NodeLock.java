package dev.callescalation.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells within two seconds when another node is gone. Each node holds an advisory lock of PostgreSQL on a connection of
 * its own, and PostgreSQL lets go of it as soon as the program ends, however it ends. A node that is frozen keeps its
 * lock; its row in the table of nodes expires.
 */
final class NodeLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLock.class);

    private static final long LOOK_MS = 400;

    /** A node that has lost its lock without being gone notices it in less than that. */
    private static final int LOOKS = 3;

    private static final int ANSWER_MS = 2_000;

    /** After a restart of PostgreSQL all locks are gone. Who has just connected leaves the others as much time. */
    private static final long SETTLE_NANOS = Duration.ofSeconds(5).toNanos();

    private static final String WITHOUT_LOCK = "select id from node where lock_key is not null and id <> ?"
            + " and not exists (select 1 from pg_locks where locktype = 'advisory' and objsubid = 1 and granted"
            + " and database = (select oid from pg_database where datname = current_database())"
            + " and (classid::bigint << 32 | objid::bigint) = lock_key)";

    private final Database database;
    private final String node;
    private final long key;
    private final Consumer<Set<String>> gone;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "store-node-lock");
        thread.setDaemon(true);
        return thread;
    });
    private HikariDataSource ofLock;
    private Connection connection;
    private Statements statements;
    private Map<String, Integer> missing = Map.of();
    private long judgesFrom;
    private boolean shares;
    private int terms;
    private volatile int term;

    /** @param gone is told the ids of nodes that are gone; one of them may be told several times */
    NodeLock(Database database, String node, Consumer<Set<String>> gone) {
        this.database = database;
        this.node = node;
        this.gone = gone;
        UUID id = UUID.fromString(node);
        this.key = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    }

    /** Takes the lock, if there is one to be had, and watches those of the others. */
    void take() {
        if (database.isShared()) {
            ofLock = database.poolOfOne("store-node-lock");
            look();
            looks.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Counts how often the lock has been taken, from 1; 0 while this node knows that it does not hold it. With each
     * term the others may have taken this node for dead.
     */
    int term() {
        return term;
    }

    /** Of the lock, for the table of nodes. */
    long key() {
        return key;
    }

    private synchronized void look() {
        if (shares || ofLock.isClosed()) {
            return;
        }
        try {
            if (connection == null) {
                lock();
            }
            if (term > 0) {
                // asked even while nobody is judged: that is how the loss of the own lock is noticed
                List<String> withoutLock = statements.list(WITHOUT_LOCK, row -> row.getString(1), node);
                if (System.nanoTime() - judgesFrom >= 0) {
                    judge(withoutLock);
                }
            }
        } catch (SQLException | RuntimeException | Error e) {
            // else the scheduler would never look again
            LOG.debug("The lock of this node is lost", e);
            letGo();
        }
    }

    private void lock() throws SQLException {
        connection = ofLock.getConnection();
        connection.setNetworkTimeout(Runnable::run, ANSWER_MS);
        shares = sharesItsSession();
        if (shares) {
            LOG.warn(
                    "{} leads through a pooler that gives a session to others after each transaction, such as PgBouncer"
                            + " with pool_mode=transaction. Name PostgreSQL itself, or set pool_mode=session: until"
                            + " then a node that has died is noticed after 20 s only, and statements may fail.",
                    database.name());
            letGo();
            return;
        }
        statements = new Statements(connection);
        statements.list("select pg_advisory_lock(?)", row -> key, key);
        missing = Map.of();
        judgesFrom = System.nanoTime() + SETTLE_NANOS;
        term = ++terms;
    }

    /** A second connection that is served by the same process while the first is open. */
    private boolean sharesItsSession() throws SQLException {
        try (Connection second = database.connection()) {
            return process(connection) == process(second);
        }
    }

    private static int process(Connection of) throws SQLException {
        return new Statements(of)
                .list("select pg_backend_pid()", row -> row.getInt(1))
                .get(0);
    }

    private void judge(List<String> withoutLock) {
        Map<String, Integer> counted = new HashMap<>();
        withoutLock.forEach(id -> counted.put(id, missing.getOrDefault(id, 0) + 1));
        missing = counted;
        Set<String> dead = new HashSet<>(withoutLock);
        dead.removeIf(id -> counted.get(id) < LOOKS);
        if (!dead.isEmpty()) {
            gone.accept(dead);
        }
    }

    private void letGo() {
        term = 0;
        missing = Map.of();
        if (connection != null) {
            ofLock.evictConnection(connection);
            connection = null;
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
        if (ofLock != null) {
            term = 0;
            ofLock.close();
        }
    }
}
