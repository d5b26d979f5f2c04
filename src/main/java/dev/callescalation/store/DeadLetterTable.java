package dev.callescalation.store;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.Listings.Group;
import dev.callescalation.escalation.Listings.Place;
import dev.callescalation.escalation.Listings.WantedLetters;
import dev.callescalation.escalation.MessageKind;
import dev.callescalation.notification.CallId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table of dead letters. */
final class DeadLetterTable {

    private static final String COLUMNS =
            ", id, at, escalation_id, call_id, kind, summary, error, route, step, failures,"
                    + " state, closed_at from dead_letter";
    private static final String SELECT = "select message" + COLUMNS;

    /** A message may be a megabyte. */
    private static final String WITHOUT_MESSAGE = "select null as message" + COLUMNS;

    private static final int MOST_AT_ONCE = 1_000;

    /** In {@code closed_at} of what is not closed. */
    private static final long OPEN = 0;

    private DeadLetterTable() {}

    static Optional<DeadLetter> find(Database database, String id) {
        return database.one(SELECT + " where id = ?", DeadLetterTable::read, id);
    }

    /** See {@link dev.callescalation.escalation.Listings#deadLetters}. */
    static List<DeadLetter> page(Database database, WantedLetters wanted, Place after, int limit) {
        StringBuilder sql = new StringBuilder(WITHOUT_MESSAGE + " where (at, id) < (?, ?)");
        List<Object> values = new ArrayList<>(List.of(after.at(), after.id()));
        if (wanted.state() != null) {
            sql.append(" and state = ?");
            values.add(wanted.state().toString());
        }
        if (!wanted.group().isEmpty()) {
            sql.append(" and cause = ?");
            values.add(wanted.group());
        }
        if (!wanted.search().isEmpty()) {
            String id = wanted.search().toLowerCase(Locale.ROOT);
            sql.append(" and id in (select id from dead_letter where id = ?"
                    + " union select id from dead_letter where escalation_id = ?"
                    + " union select dead_letter.id from call cross join dead_letter"
                    + " where call_key = ? and dead_letter.escalation_id = call.escalation_id)");
            values.addAll(List.of(id, id, CallId.key(wanted.search())));
        }
        values.add(limit);
        return database.list(
                sql.append(" order by at desc, id desc limit ?").toString(), DeadLetterTable::read, values.toArray());
    }

    /** See {@link dev.callescalation.escalation.Listings#groups}. */
    static List<Group> groups(Database database, DeadLetter.State state, int limit) {
        return database.list(
                "select g.cause, kind, route, step, error, n, oldest, newest from"
                        + " (select cause, count(*) as n, min(at) as oldest, max(at) as newest, max(id) as one"
                        + " from dead_letter where state = ? and cause <> '' group by cause"
                        + " order by n desc, cause limit ?) g"
                        + " cross join dead_letter where dead_letter.id = g.one order by n desc, g.cause",
                row -> new Group(
                        row.getString(1),
                        MessageKind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        row.getString(3),
                        row.getString(4),
                        DeadLetter.common(row.getString(5)),
                        row.getInt(6),
                        Instant.ofEpochMilli(row.getLong(7)),
                        Instant.ofEpochMilli(row.getLong(8))),
                state.toString(),
                limit);
    }

    static Map<String, String> states(Database database, int limit) {
        return database.map(
                "select id, state from dead_letter order by at desc, id desc limit ?", row -> row.getString(2), limit);
    }

    /** See {@link dev.callescalation.escalation.Listings#openOf}. */
    static List<String> openOf(Database database, String group, int limit) {
        return database.list(
                "select id from dead_letter where state = 'open' and cause = ? order by at, id limit ?",
                row -> row.getString(1),
                group,
                limit);
    }

    /** Names the causes of those that an earlier version has kept, as far as they are open. */
    static void nameCauses(Database database, CommitQueue commits) {
        List<DeadLetter> some;
        do {
            some = database.list(
                    WITHOUT_MESSAGE + " where state = 'open' and cause = '' limit ?",
                    DeadLetterTable::read,
                    MOST_AT_ONCE);
            List<DeadLetter> letters = some;
            if (letters.isEmpty()) {
                return;
            }
            commits.commit(statements -> {
                for (DeadLetter letter : letters) {
                    statements.update("update dead_letter set cause = ? where id = ?", letter.cause(), letter.id());
                }
                return true;
            });
        } while (some.size() == MOST_AT_ONCE);
    }

    private static DeadLetter read(ResultSet row) throws SQLException {
        MessageKind kind = MessageKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
        long closedAt = row.getLong("closed_at");
        return new DeadLetter(
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("escalation_id"),
                row.getString("call_id"),
                kind,
                row.getString("summary"),
                Json.message(kind, row.getString("message")),
                row.getString("error"),
                row.getString("route"),
                row.getString("step"),
                row.getInt("failures"),
                DeadLetter.State.named(row.getString("state")).orElseThrow(),
                closedAt == OPEN ? null : Instant.ofEpochMilli(closedAt));
    }

    /** Keeps those that are open; one that is there already and still open has failed once more. */
    static void keep(Statements statements, List<DeadLetter> letters) throws SQLException {
        for (DeadLetter letter : letters) {
            if (letter.isOpen()) {
                statements.update(
                        "insert into dead_letter (id, at, escalation_id, call_id, kind, summary, message, error, route,"
                                + " step, failures, state, closed_at, cause)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " on conflict (id) do update set error = excluded.error, route = excluded.route,"
                                + " step = excluded.step, cause = excluded.cause, failures = dead_letter.failures + 1"
                                + " where dead_letter.state = 'open'",
                        letter.id(),
                        letter.at().toEpochMilli(),
                        letter.escalationId(),
                        letter.callId(),
                        letter.kind().toString(),
                        letter.summary(),
                        Json.message(letter.message()),
                        letter.error(),
                        letter.route(),
                        letter.step(),
                        letter.failures(),
                        letter.state().toString(),
                        OPEN,
                        letter.cause());
            }
        }
    }

    /**
     * Closes those that are not open.
     *
     * @return false when one of them had been closed before; then it has changed nothing
     */
    static boolean close(Statements statements, List<DeadLetter> letters) throws SQLException {
        for (DeadLetter letter : letters) {
            if (!letter.isOpen()
                    && statements.update(
                                    "update dead_letter set state = ?, closed_at = ? where id = ? and state = 'open'",
                                    letter.state().toString(),
                                    letter.closedAt().toEpochMilli(),
                                    letter.id())
                            == 0) {
                reopen(statements, letters.subList(0, letters.indexOf(letter)));
                return false;
            }
        }
        return true;
    }

    /** Takes back what {@link #close} has just done in the same transaction. */
    static void reopen(Statements statements, List<DeadLetter> letters) throws SQLException {
        for (DeadLetter letter : letters) {
            if (!letter.isOpen()) {
                statements.update(
                        "update dead_letter set state = 'open', closed_at = ? where id = ?", OPEN, letter.id());
            }
        }
    }

    /** Deletes what was closed before one time, and what was kept before another and is open still. */
    static boolean forget(Statements statements, long closedBefore, long keptBefore) throws SQLException {
        int closed = statements.update("delete from dead_letter where state <> 'open' and closed_at < ?", closedBefore);
        int open = statements.update("delete from dead_letter where state = 'open' and at < ?", keptBefore);
        return closed + open > 0;
    }
}
