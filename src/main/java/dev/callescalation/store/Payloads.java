package dev.callescalation.store;

import dev.callescalation.escalation.Escalation;
import java.time.Instant;
import java.util.List;

/** Takes what was told and sent word for word out of what is over, and leaves what became of it. */
final class Payloads {

    private Payloads() {}

    /**
     * Does so for what has been over since before that time, in portions, so that no commit of a call has to wait. A
     * dead letter that is open keeps its message, and the escalation that it would be decided on keeps all of it.
     *
     * @return ids of the escalations that have changed
     */
    static List<String> forget(Database database, CommitQueue commits, Instant before, int atOnce) {
        long time = before.toEpochMilli();
        List<Escalation> old = database.list(
                "select state, origin from escalation where is_over = 1 and payloads = 1 and updated_at < ?"
                        + " and not exists (select 1 from dead_letter"
                        + " where dead_letter.state = 'open' and dead_letter.escalation_id = escalation.id)"
                        + " order by updated_at limit ?",
                row -> Json.escalation(row.getString(1), row.getString(2)),
                time,
                atOnce);
        for (Escalation escalation : old) {
            Escalation left = escalation.withoutPayload();
            String origin = Json.origin(left);
            String state = Json.state(left);
            commits.commit(statements -> {
                // somebody may have told more of it since it was read: then next time
                boolean same = statements.update(
                                "update escalation set payloads = 0, origin = ?, state = ?"
                                        + " where id = ? and version = ?",
                                origin,
                                state,
                                left.id(),
                                left.version())
                        == 1;
                if (same) {
                    statements.update("update journal set payload = null where escalation_id = ?", left.id());
                }
                return same;
            });
        }
        commits.commit(statements ->
                statements.update("update unmatched set payload = null where at < ? and payload is not null", time)
                        > 0);
        commits.commit(statements -> statements.update(
                        "update dead_letter set message = null"
                                + " where state <> 'open' and closed_at < ? and message is not null",
                        time)
                > 0);
        return old.stream().map(Escalation::id).toList();
    }
}
