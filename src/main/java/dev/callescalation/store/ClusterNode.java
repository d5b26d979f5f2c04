package dev.callescalation.store;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.Listings;
import dev.callescalation.metrics.Metrics;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This program among those that share the database. It says now and then that it is alive; what a node has taken that
 * has not said so for a while is handed to the others. Clocks of nodes may differ by some seconds.
 */
final class ClusterNode {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration BEAT_ALONE = Duration.ofSeconds(15);
    private static final Duration LEASE = Duration.ofSeconds(20);

    /** Earlier versions wrote that for a node that is alone. */
    private static final long FOREVER = Long.MAX_VALUE;

    private final String id = UUID.randomUUID().toString();
    private final Database database;
    private final CommitQueue commits;
    private final SteadyClock clock;
    private final boolean shared;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "store-node");
        thread.setDaemon(true);
        return thread;
    });
    private final NodeLock lock;
    private volatile long aliveUntil;
    private volatile boolean alone = true;
    private volatile StoreMeters meters = StoreMeters.in(Metrics.nowhere());
    private volatile int termOfLock;
    private volatile Listings.Program program = new Listings.Program("", "", "", "");
    private Instant since;
    private OutboxTable outbox;

    /** @param database if it is not shared, each other node of the past is gone */
    ClusterNode(Database database, CommitQueue commits, SteadyClock clock) {
        this.database = database;
        this.commits = commits;
        this.clock = clock;
        this.shared = database.isShared();
        this.lock = new NodeLock(database, id, this::takeOver);
    }

    void setMeters(StoreMeters meters) {
        this.meters = meters;
    }

    String id() {
        return id;
    }

    /** All that share the database, this one too. */
    List<Listings.Node> all() {
        return database.list(
                "select id, since, alive_until, host, address, program, files from node order by host, id",
                row -> new Listings.Node(
                        row.getString(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        Instant.ofEpochMilli(row.getLong(3)).minus(LEASE),
                        Instant.ofEpochMilli(row.getLong(3)),
                        new Listings.Program(row.getString(4), row.getString(5), row.getString(6), row.getString(7))));
    }

    /** What the others see of this one from the next moment on. */
    void describe(Listings.Program newProgram) {
        program = newProgram;
        beats.execute(this::tryToBeat);
    }

    /** Joins the others, and takes over what those have left that are gone. */
    void enter(OutboxTable ofThisNode) {
        outbox = ofThisNode;
        clock.begin(database.now(), lastSeen());
        since = clock.instant();
        if (!shared) {
            commits.commit(statements -> statements.update("delete from node") >= 0);
        }
        lock.take();
        beat();
        long period = (shared ? BEAT : BEAT_ALONE).toMillis();
        beats.scheduleWithFixedDelay(this::tryToBeat, period, period, TimeUnit.MILLISECONDS);
    }

    /** When a node was alive last, by its clock. */
    private Instant lastSeen() {
        return database.one(
                        "select max(alive_until) from node where alive_until < ?",
                        row -> Instant.ofEpochMilli(row.getLong(1)).minus(LEASE),
                        FOREVER)
                .orElse(Instant.EPOCH);
    }

    /**
     * Returns when the others know that this node is alive. If they may have doubted it before, what it had taken has
     * been given back.
     *
     * @throws StoreUnavailableException when that cannot be stored
     */
    void assureAlive() {
        if (!isAlive()) {
            beat();
        }
    }

    /** Whether no other node shared the database when this one last said that it is alive. */
    boolean isAlone() {
        return alone;
    }

    private boolean isAlive() {
        return !shared || clock.millis() < aliveUntil && lock.term() == termOfLock;
    }

    private void tryToBeat() {
        try {
            clock.follow(database.now());
            beat();
        } catch (RuntimeException | Error e) {
            // else the scheduler would never beat again
            LOG.warn("Nobody can see that this node is alive: {}", e.getMessage());
        }
    }

    private synchronized void beat() {
        boolean wasDoubted = !isAlive();
        long now = clock.millis();
        long until = now + LEASE.toMillis();
        int term = lock.term();
        AtomicInteger left = new AtomicInteger();
        AtomicInteger nodes = new AtomicInteger();
        commits.commit(
                "",
                statements -> {
                    if (wasDoubted) {
                        outbox.giveBack(statements);
                    }
                    beat(statements, now, until, term == 0 ? null : lock.key());
                    left.set(handOver(statements, now));
                    nodes.set(statements
                            .list("select count(*) from node", row -> row.getInt(1))
                            .get(0));
                    return true;
                },
                () -> {
                    if (wasDoubted) {
                        outbox.givenBack();
                    }
                    termOfLock = term;
                    aliveUntil = until;
                    alone = nodes.get() == 1;
                });
        tell(left.get());
    }

    private void beat(Statements statements, long now, long until, Long lockKey) throws SQLException {
        statements.update(
                "insert into node (id, alive_until, lock_key, since, host, address, program, files)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set"
                        + " alive_until = excluded.alive_until, lock_key = excluded.lock_key, host = excluded.host,"
                        + " address = excluded.address, program = excluded.program, files = excluded.files",
                id,
                until,
                lockKey,
                since.toEpochMilli(),
                program.host(),
                program.address(),
                program.version(),
                program.files());
        statements.update("delete from node where alive_until < ?", now);
    }

    /** Takes over what nodes have left that are gone: their locks are. */
    private void takeOver(Set<String> gone) {
        AtomicInteger left = new AtomicInteger();
        commits.commit(statements -> {
            for (String node : gone) {
                statements.update("delete from node where id = ?", node);
            }
            left.set(handOver(statements, clock.millis()));
            return true;
        });
        tell(left.get());
    }

    /** What a node has left that is no more in the table is due. Returns how many commands that are. */
    private static int handOver(Statements statements, long now) throws SQLException {
        return statements.update(
                "update outbox set due = ? where due > ? and owner is not null and owner not in (select id from node)",
                now,
                now);
    }

    /** Once it is stored, and by the thread that wanted it: units are written by whoever commits at the same time. */
    private void tell(int left) {
        if (left > 0) {
            LOG.info("{} command(s) of a dead node are taken over", left);
            meters.takeovers().increment();
        }
    }

    /** Takes leave, so that the others need not wait. Where there are none, the time is left to the next start. */
    void leave() {
        beats.shutdownNow();
        try {
            long until = clock.millis() + LEASE.toMillis();
            commits.commit(statements -> shared
                    ? statements.update("delete from node where id = ?", id) == 1
                    : statements.update("update node set alive_until = ? where id = ?", until, id) == 1);
        } catch (StoreUnavailableException e) {
            LOG.debug("The others will notice by themselves", e);
        } finally {
            lock.close();
        }
    }
}
