package dev.callescalation.store;

import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.Escalation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** When escalations are due: their column alarm_at, in epoch milliseconds. */
final class AlarmTable {

    private static final long NEVER = Long.MAX_VALUE;

    private AlarmTable() {}

    static long alarm(Escalation escalation) {
        return Stream.of(escalation.deadline(), escalation.keepAliveAt())
                .filter(Objects::nonNull)
                .mapToLong(Instant::toEpochMilli)
                .min()
                .orElse(NEVER);
    }

    /** See {@link dev.callescalation.escalation.EscalationStore#overdue}. */
    static List<DeadlinePassed> overdue(
            Database database, CommitQueue commits, Instant now, Duration lease, int limit) {
        List<DeadlinePassed> passed = database.list(
                "select id from escalation where alarm_at <= ? order by alarm_at limit ?",
                row -> new DeadlinePassed(now, row.getString(1)),
                now.toEpochMilli(),
                limit);
        if (passed.isEmpty()) {
            return passed;
        }
        List<DeadlinePassed> mine = new ArrayList<>();
        commits.commit(statements -> {
            mine.clear();
            for (DeadlinePassed deadline : passed) {
                // the node that moves the time forward has it; another one that saw the same row is too late
                if (statements.update(
                                "update escalation set alarm_at = ? where id = ? and alarm_at <= ?",
                                now.plus(lease).toEpochMilli(),
                                deadline.escalationId(),
                                now.toEpochMilli())
                        == 1) {
                    mine.add(deadline);
                }
            }
            return !mine.isEmpty();
        });
        return mine;
    }
}
