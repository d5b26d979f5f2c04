package dev.callescalation.store;

import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.graph.Command;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that Graph has not answered yet.
 *
 * <p>A command belongs to the node that takes it, from the commit that queues it: it is sent at once. It is free again
 * when it is put off, which happens only when Graph has certainly not carried it out. A command whose node is gone may
 * have been sent or not, and is handed out as left behind.
 */
final class OutboxTable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxTable.class);

    /** When a command that was taken is checked again. */
    private static final Duration CLAIM = Duration.ofSeconds(60);

    /** Whose time has come, and whose node, if one took them, is this one or gone. */
    private static final String FREE = " due <= ? and (owner is null or owner = ?"
            + " or owner not in (select id from node where alive_until >= ?))";

    private static final String OF_THIS_NODE = " where escalation_id = ? and command_key = ? and owner = ?";

    private final Database database;
    private final CommitQueue commits;
    private final ClusterNode node;
    private final Clock clock;

    /** Taken, not yet begun to be sent: it waits for a thread. */
    private final Map<String, Waiting> taken = new ConcurrentHashMap<>();

    /** Known to the one thread that writes. */
    private List<Command> beingGivenBack = List.of();

    private final Set<String> beingSent = ConcurrentHashMap.newKeySet();

    private record Waiting(Command command, Instant since) {}

    /** A row whose time has come, and whose it was; null for nobody. */
    private record Row(Command command, String owner) {}

    OutboxTable(Database database, CommitQueue commits, ClusterNode node, Clock clock) {
        this.database = database;
        this.commits = commits;
        this.node = node;
        this.clock = clock;
    }

    /**
     * The part of a commit that concerns the outbox.
     *
     * @param written the queued commands as JSON, in their order
     */
    void apply(Statements statements, Commit commit, List<String> written, Instant now) throws SQLException {
        if (commit.answered() != null) {
            statements.update(
                    "delete from outbox where escalation_id = ? and command_key = ?",
                    commit.answered().escalationId(),
                    commit.answered().key());
        }
        for (int i = 0; i < written.size(); i++) {
            Command command = commit.queued().get(i);
            statements.update(
                    "insert into outbox (escalation_id, command_key, due, owner, command) values (?, ?, ?, ?, ?)",
                    command.escalationId(),
                    command.key(),
                    now.plus(CLAIM).toEpochMilli(),
                    node.id(),
                    written.get(i));
        }
    }

    /** Called when that commit is durable. */
    void committed(Commit commit) {
        Instant now = clock.instant();
        commit.queued().forEach(command -> taken.put(command.id(), new Waiting(command, now)));
        if (commit.answered() != null) {
            taken.remove(commit.answered().id());
            beingSent.remove(commit.answered().id());
        }
    }

    /** Commands whose time has come and whose node, if one took them, is this one or gone. They are this node's now. */
    List<Command> due(Instant now, int limit) {
        long time = now.toEpochMilli();
        if (database.one("select 1 from outbox where" + FREE + " limit 1", row -> 1, time, node.id(), time)
                .isEmpty()) {
            return List.of();
        }
        List<Command> mine = new ArrayList<>();
        commits.commit(statements -> {
            mine.clear();
            List<Row> rows = statements.list(
                    "select command, owner from outbox where" + FREE + " order by due limit ?" + database.skipLocked(),
                    row -> new Row(Json.read(row.getString(1), Command.class), row.getString(2)),
                    time,
                    node.id(),
                    time,
                    limit);
            for (Row row : rows) {
                statements.update(
                        "update outbox set due = ?, owner = ? where escalation_id = ? and command_key = ?",
                        now.plus(CLAIM).toEpochMilli(),
                        node.id(),
                        row.command().escalationId(),
                        row.command().key());
                if (!beingSent.contains(row.command().id())) {
                    mine.add(handedOut(row, now));
                }
            }
            return true;
        });
        mine.forEach(command -> taken.merge(
                command.id(), new Waiting(command, now), (old, handed) -> new Waiting(handed.command(), old.since())));
        return mine;
    }

    /** Of a command that waits for a thread, or that nobody had taken, it is known that it has not been sent. */
    private Command handedOut(Row row, Instant now) {
        if (row.owner() == null) {
            return row.command();
        }
        Waiting waiting = taken.get(row.command().id());
        return waiting == null ? row.command().asLeftBehind(now) : waiting.command();
    }

    /** Of this node's, and of those that are nobody's: what waits for a thread, and what nobody has picked up. */
    Optional<Command> unsent(Instant before) {
        return taken.values().stream()
                .filter(waiting -> waiting.since().isBefore(before))
                .min(Comparator.comparing(Waiting::since))
                .map(Waiting::command)
                .or(() -> database.one(
                        "select command from outbox where due < ? and (owner is null or owner = ?)"
                                + " order by due limit 1",
                        row -> Json.read(row.getString(1), Command.class),
                        before.toEpochMilli(),
                        node.id()));
    }

    /** Since when the oldest of this node's waits for a thread. */
    Optional<Instant> oldestWaiting() {
        return taken.values().stream().map(Waiting::since).min(Comparator.naturalOrder());
    }

    List<Command> unanswered(String escalationId) {
        return database.list(
                "select command from outbox where escalation_id = ?",
                row -> Json.read(row.getString(1), Command.class),
                escalationId);
    }

    /** A claim is good for one sending. */
    boolean claim(Command command) {
        node.assureAlive();
        return taken.remove(command.id()) != null && beingSent.add(command.id());
    }

    /** Lets go of a command whose outcome stays unknown. */
    void abandon(Command command) {
        beingSent.remove(command.id());
    }

    void postpone(Command command, Instant until) {
        // before the commit: from then on it may be handed out
        beingSent.remove(command.id());
        String written = Json.write(command);
        commits.commit(
                command.escalationId(),
                statements -> statements.update(
                                "update outbox set due = ?, owner = null, command = ?" + OF_THIS_NODE,
                                until.toEpochMilli(),
                                written,
                                command.escalationId(),
                                command.key(),
                                node.id())
                        == 1);
    }

    /** What waits for a thread has not been sent: frees it, as far as it is still this node's, for any node to send. */
    void giveBack(Statements statements) throws SQLException {
        long now = clock.millis();
        beingGivenBack = taken.values().stream().map(Waiting::command).toList();
        for (Command command : beingGivenBack) {
            statements.update(
                    "update outbox set due = ?, owner = null" + OF_THIS_NODE,
                    now,
                    command.escalationId(),
                    command.key(),
                    node.id());
        }
    }

    /** Called when that is durable. */
    void givenBack() {
        // not all that is taken: something may have been committed meanwhile
        beingGivenBack.forEach(command -> taken.remove(command.id()));
    }

    /** Gives back what waits for a thread, at an orderly end. */
    void letGo() {
        try {
            commits.commit(
                    "",
                    statements -> {
                        giveBack(statements);
                        return true;
                    },
                    this::givenBack);
        } catch (StoreUnavailableException e) {
            LOG.warn("{} command(s) are left to the next start: {}", taken.size(), e.getMessage());
        }
    }
}
