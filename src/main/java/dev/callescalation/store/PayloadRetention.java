package dev.callescalation.store;

import dev.callescalation.escalation.Escalation;
import java.time.Instant;
import java.util.List;

/** Deletes the messages and the people of finished escalations; steps, phases and outcomes are kept. */
final class PayloadRetention {

    private PayloadRetention() {}

    /**
     * Does so for escalations that have been finished since before that time, in portions, so that no commit of a call
     * has to wait. An open dead letter keeps its message, and its escalation keeps everything for the replay.
     *
     * @return ids of the escalations that have changed
     */
    static List<String> forget(Database database, CommitQueue commits, Instant before, int atOnce) {
        long time = before.toEpochMilli();
        List<Escalation> old = database.list(
                "select state from escalation where is_over = 1 and payloads = 1 and updated_at < ?"
                        + " and not exists (select 1 from dead_letter"
                        + " where dead_letter.state = 'open' and dead_letter.escalation_id = escalation.id)"
                        + " order by updated_at limit ?",
                row -> Json.escalation(row.getString(1), null),
                time,
                atOnce);
        for (Escalation escalation : old) {
            Escalation left = escalation.withoutPayload();
            String state = Json.state(left);
            commits.commit(statements -> {
                // another commit may have changed it since it was read: then its turn comes with the next portion
                boolean same = statements.update(
                                "update escalation set payloads = 0, state = ? where id = ? and version = ?",
                                state,
                                left.id(),
                                left.version())
                        == 1;
                if (same) {
                    statements.update(
                            "update journal set origin = null, payload = null where escalation_id = ?", left.id());
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
