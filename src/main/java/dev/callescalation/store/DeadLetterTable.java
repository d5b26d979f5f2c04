package dev.callescalation.store;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.MessageKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of dead letters. */
final class DeadLetterTable {

    private static final String SELECT = "select id, at, escalation_id, call_id, kind, summary, message, error, route,"
            + " step, failures, state, closed_at from dead_letter";

    /** In {@code closed_at} of what is not closed. */
    private static final long OPEN = 0;

    private DeadLetterTable() {}

    static Optional<DeadLetter> find(Database database, String id) {
        return database.one(SELECT + " where id = ?", DeadLetterTable::read, id);
    }

    static List<DeadLetter> newest(Database database, DeadLetter.State state, int limit) {
        String newest = " order by at desc limit ?";
        return state == null
                ? database.list(SELECT + newest, DeadLetterTable::read, limit)
                : database.list(SELECT + " where state = ?" + newest, DeadLetterTable::read, state.toString(), limit);
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
                                + " step, failures, state, closed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " on conflict (id) do update set error = excluded.error, route = excluded.route,"
                                + " step = excluded.step, failures = dead_letter.failures + 1"
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
                        OPEN);
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
