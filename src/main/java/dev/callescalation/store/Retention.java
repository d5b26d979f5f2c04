package dev.callescalation.store;

import dev.callescalation.escalation.Escalation;
import dev.callescalation.notification.CallId;
import java.util.List;

/**
 * Deletes what is finished: first the messages and the people, later everything. It does so in portions, so that no
 * commit of a call has to wait. Times are epoch milliseconds.
 *
 * <p>A node of an earlier version, beside which this one starts, does not write over_at: then updated_at counts.
 */
final class Retention {

    private static final int MOST_AT_ONCE = 1_000;

    private Retention() {}

    /**
     * Deletes escalations that have been finished since before that time, and older notifications of none.
     *
     * @return ids of the escalations
     */
    static List<String> forget(Database database, CommitQueue commits, long before) {
        List<Escalation> old = database.list(
                EscalationTable.SELECT
                        + " where is_over = 1 and over_at < ? and updated_at < ? order by over_at limit ?",
                EscalationTable::read,
                before,
                before,
                MOST_AT_ONCE);
        for (Escalation escalation : old) {
            String id = escalation.id();
            commits.commit(statements -> {
                for (Escalation.Call call : List.of(escalation.callerCall(), escalation.meetingCall())) {
                    statements.update(
                            "delete from call where call_key = ? and escalation_id = ?", CallId.key(call.id()), id);
                }
                statements.update("delete from journal where escalation_id = ?", id);
                statements.update("delete from outbox where escalation_id = ?", id);
                return statements.update("delete from escalation where id = ?", id) == 1;
            });
        }
        commits.commit(statements -> statements.update("delete from unmatched where at < ?", before) > 0);
        return ids(old);
    }

    /**
     * Deletes the messages and the people of escalations that have been finished since before that time. An open dead
     * letter keeps its message, and its escalation keeps everything for the replay.
     *
     * @return ids of the escalations that have changed
     */
    static List<String> forgetPayloads(Database database, CommitQueue commits, long before) {
        List<Escalation> old = database.list(
                "select state from escalation where is_over = 1 and payloads = 1 and over_at < ? and updated_at < ?"
                        + " and not exists (select 1 from dead_letter"
                        + " where dead_letter.state = 'open' and dead_letter.escalation_id = escalation.id)"
                        + " order by over_at limit ?",
                row -> Json.read(row.getString(1), Escalation.class),
                before,
                before,
                MOST_AT_ONCE);
        for (Escalation escalation : old) {
            String id = escalation.id();
            String state = Json.write(escalation.withoutPayload());
            commits.commit(statements -> {
                // another commit may have changed it since it was read: then its turn comes with the next portion
                boolean same = statements.update(
                                "update escalation set payloads = 0, state = ? where id = ? and version = ?",
                                state,
                                id,
                                escalation.version())
                        == 1;
                if (same) {
                    statements.update("update journal set origin = null, payload = null where escalation_id = ?", id);
                }
                return same;
            });
        }
        for (String sql : List.of(
                "update unmatched set payload = null where at < ? and payload is not null",
                "update dead_letter set message = null"
                        + " where state <> 'open' and closed_at < ? and message is not null")) {
            commits.commit(statements -> statements.update(sql, before) > 0);
        }
        return ids(old);
    }

    private static List<String> ids(List<Escalation> escalations) {
        return escalations.stream().map(Escalation::id).toList();
    }
}
