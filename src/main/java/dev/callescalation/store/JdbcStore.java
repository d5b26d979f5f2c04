package dev.callescalation.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.Listings;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.SharedThrottle;
import dev.callescalation.metrics.Metrics;
import dev.callescalation.notification.CallId;
import dev.callescalation.secret.Secrets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps everything in a database, durably: a commit returns when it would survive a power cut. Several nodes may share
 * one PostgreSQL; what one of them remembers of an escalation may be stale, and then its commit is refused.
 */
public final class JdbcStore implements EscalationStore, Listings, MeterBinder, AutoCloseable {

    private final SteadyClock clock;
    private Database database;
    private CommitQueue commits;
    private ClusterNode node;
    private OutboxTable outbox;
    private Probe probe;
    private StoreReadings readings;
    private StoreMeters meters = StoreMeters.in(Metrics.nowhere());
    private String url = "";
    private String user = "";
    private Supplier<String> password = () -> "";
    private int payloadHours = 1;
    private volatile Consumer<Commit> watcher = commit -> {};
    // maintained by the calling thread: waking another one costs more
    private final Cache<String, Escalation> remembered =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(10_000).build();
    private final Cache<String, String> escalationByCall =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(20_000).build();

    public JdbcStore() {
        this(SteadyClock.ofThisProgram());
    }

    JdbcStore(SteadyClock clock) {
        this.clock = clock;
    }

    /** {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql://<host>/<database>}. */
    public void setUrl(String url) {
        this.url = url;
    }

    /** Empty for SQLite. */
    public void setUser(String user) {
        this.user = user;
    }

    /** Empty for SQLite. */
    public void setPassword(String password) {
        this.password = () -> password;
    }

    /** Asked for the password, which is then taken as it is given. */
    public void setSecrets(Secrets secrets) {
        password = secrets.rotating(Secrets.STORE_PASSWORD);
    }

    /** Retention, in hours, of the messages of finished escalations. With 0 none is written into the journal. */
    public void setPayloadHours(int payloadHours) {
        this.payloadHours = payloadHours;
    }

    /**
     * Opens the database and brings its schema up to date. Nothing else may be called before.
     *
     * @throws StoreUnavailableException naming calls.store.url
     */
    public void open() {
        database = new Database(url, user, password);
        commits = new CommitQueue(database);
        probe = new Probe(commits, database);
        node = new ClusterNode(database, commits, clock);
        outbox = new OutboxTable(database, commits, node, clock);
        node.enter(outbox);
        DeadLetterTable.nameCauses(database, commits);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters = StoreMeters.in(registry);
        commits.bindTo(registry, meters);
        node.setMeters(meters);
        database.bindTo(registry);
        readings = new StoreReadings(this, database, outbox, clock, registry);
    }

    /** What keeps the store from being written, naming calls.store.url; empty while nothing does. */
    String trouble() {
        String trouble = probe.trouble();
        return trouble.isEmpty() ? "" : database.name() + " cannot be written. " + trouble;
    }

    @Override
    public String node() {
        return node.id();
    }

    @Override
    public Optional<Escalation> find(String escalationId) {
        // beside other nodes it is stale as a rule, and a decision that is refused and taken again costs more than this
        Escalation known = node.isAlone() ? remembered.getIfPresent(escalationId) : null;
        return known == null ? refresh(escalationId) : Optional.of(known);
    }

    @Override
    public Optional<Escalation> findNewest(String escalationId) {
        return database.isShared() ? refresh(escalationId) : find(escalationId);
    }

    private static JournalEntry entry(ResultSet row) throws SQLException {
        return Json.entry(row.getString(1), row.getString(2));
    }

    private Optional<Escalation> refresh(String escalationId) {
        Optional<Escalation> stored = EscalationTable.find(database, escalationId);
        stored.ifPresentOrElse(this::remember, () -> remembered.invalidate(escalationId));
        return stored;
    }

    @Override
    public Optional<Escalation> findByCall(String callId) {
        String key = CallId.key(callId);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String escalationId = escalationByCall.get(
                key,
                k -> database.one("select escalation_id from call where call_key = ?", row -> row.getString(1), k)
                        .orElse(null));
        return escalationId == null ? Optional.empty() : find(escalationId);
    }

    @Override
    public List<Escalation> newest(int limit) {
        return EscalationTable.newest(database, limit);
    }

    @Override
    public boolean commit(Commit commit) {
        Instant now = clock.instant();
        CommitJson json = new CommitJson(commit, payloadHours > 0);
        boolean applied = commits.commit(
                commit.escalationId(), statements -> apply(statements, json, now), () -> remember(commit));
        if (!applied) {
            meters.conflicts().increment();
            forget(commit);
        }
        return applied;
    }

    private void remember(Commit commit) {
        outbox.committed(commit);
        watcher.accept(commit);
        Escalation after = commit.after();
        if (after != null) {
            remember(after);
            if (commit.before() == null) {
                escalationByCall.put(CallId.key(after.callerCall().id()), after.id());
            }
        }
    }

    /** The thread of an earlier commit may come here after that of a later one. */
    private void remember(Escalation escalation) {
        remembered.asMap().merge(escalation.id(), escalation, (old, now) -> old.version() > now.version() ? old : now);
    }

    /** Somebody else was faster. If it was this node, what is remembered is what was stored. */
    private void forget(Commit commit) {
        if (commit.before() != null) {
            remembered
                    .asMap()
                    .computeIfPresent(
                            commit.before().id(),
                            (id, known) -> known.version() <= commit.before().version() ? null : known);
        }
        if (commit.after() != null) {
            escalationByCall.invalidate(CallId.key(commit.after().callerCall().id()));
            escalationByCall.invalidate(CallId.key(commit.after().meetingCall().id()));
        }
    }

    private boolean apply(Statements statements, CommitJson json, Instant now) throws SQLException {
        Commit commit = json.commit();
        if (!DeadLetterTable.close(statements, commit.letters())) {
            return false;
        }
        if (!applyDecision(statements, json, now)) {
            DeadLetterTable.reopen(statements, commit.letters());
            return false;
        }
        DeadLetterTable.keep(statements, commit.letters());
        return true;
    }

    private boolean applyDecision(Statements statements, CommitJson json, Instant now) throws SQLException {
        Commit commit = json.commit();
        Escalation after = commit.after();
        if (after != null) {
            if (!EscalationTable.write(statements, json)) {
                return false;
            }
            long version = after.version();
            if (json.acted() != null) {
                EscalationTable.journal(statements, after.id(), version, json.acted(), null, null);
                version--;
            }
            EscalationTable.journal(statements, after.id(), version, json.entry(), json.origin(), json.payload());
        } else if (commit.entry() != null) {
            statements.update(
                    "insert into unmatched (id, at, entry, payload) values (?, ?, ?, ?)",
                    UUID.randomUUID().toString(),
                    commit.entry().at().toEpochMilli(),
                    json.entry(),
                    json.payload());
        }
        outbox.apply(statements, commit, json.commands(), now);
        return true;
    }

    @Override
    public List<JournalEntry> journal(String escalationId, long after, int limit) {
        return database.list(
                "select entry, payload from journal where escalation_id = ? and version > ? order by version limit ?",
                JdbcStore::entry,
                escalationId,
                after,
                limit);
    }

    @Override
    public List<JournalEntry> unmatched(int limit) {
        return database.list("select entry, payload from unmatched order by at desc limit ?", JdbcStore::entry, limit);
    }

    @Override
    public Optional<DeadLetter> deadLetter(String id) {
        return DeadLetterTable.find(database, id);
    }

    @Override
    public boolean isShared() {
        return database.isShared();
    }

    @Override
    public Map<String, Long> versions(int limit) {
        return EscalationTable.versions(database, limit);
    }

    @Override
    public Map<String, String> letterStates(int limit) {
        return DeadLetterTable.states(database, limit);
    }

    @Override
    public void watch(Consumer<Commit> newWatcher) {
        watcher = newWatcher;
    }

    @Override
    public List<Node> nodes() {
        return node.all();
    }

    /** What the other nodes see of this one. */
    public void describe(Program program) {
        node.describe(program);
    }

    public SharedThrottle throttle() {
        return database.isShared() ? new ThrottleTable(database) : SharedThrottle.NOBODY;
    }

    @Override
    public List<Listed> escalations(Wanted wanted, Instant now, Place after, int limit) {
        return EscalationTable.page(database, wanted, now, after, limit);
    }

    @Override
    public Map<String, Long> openByPhase() {
        return EscalationTable.openByPhase(database);
    }

    @Override
    public List<DeadLetter> deadLetters(WantedLetters wanted, Place after, int limit) {
        return DeadLetterTable.page(database, wanted, after, limit);
    }

    @Override
    public List<Group> groups(DeadLetter.State state, int limit) {
        return DeadLetterTable.groups(database, state, limit);
    }

    @Override
    public List<String> openOf(String group, int limit) {
        return DeadLetterTable.openOf(database, group, limit);
    }

    @Override
    public List<Command> due(Instant now, int limit) {
        return outbox.due(now, limit);
    }

    @Override
    public Optional<Command> unsent(Instant before) {
        return outbox.unsent(before);
    }

    @Override
    public List<Command> unanswered(String escalationId) {
        return outbox.unanswered(escalationId);
    }

    @Override
    public boolean claim(Command command) {
        return outbox.claim(command);
    }

    @Override
    public void postpone(Command command, Instant until) {
        outbox.postpone(command, until);
    }

    @Override
    public void abandon(Command command) {
        outbox.abandon(command);
    }

    @Override
    public List<DeadlinePassed> overdue(Instant now, Duration lease, int limit) {
        return AlarmTable.overdue(database, commits, now, lease, limit);
    }

    /**
     * Forgets what has been over for long: finished escalations with all about them, and unmatched
     * notifications. It does so in portions, so that no commit of a call has to wait for it.
     */
    public void forget(int hours) {
        Retention.forget(database, commits, ago(hours)).forEach(remembered::invalidate);
    }

    /**
     * Deletes message bodies after as many hours: those in the journal of finished escalations, the notification that
     * an escalation began with, unmatched notifications, and closed dead letters. Steps, phases and outcomes are kept.
     */
    public void forgetPayloads(int hours) {
        Retention.forgetPayloads(database, commits, ago(hours)).forEach(remembered::invalidate);
    }

    /** Forgets dead letters that were closed, and those still open, after as many hours each. */
    public void forgetDeadLetters(int hours, int hoursIfOpen) {
        commits.commit(statements -> DeadLetterTable.forget(statements, ago(hours), ago(hoursIfOpen)));
    }

    private long ago(int hours) {
        return clock.instant().minus(Duration.ofHours(hours)).toEpochMilli();
    }

    @Override
    public void close() {
        if (database != null) {
            if (readings != null) {
                readings.close();
            }
            outbox.letGo();
            node.leave();
            commits.close();
            probe.close();
            database.close();
        }
    }
}
