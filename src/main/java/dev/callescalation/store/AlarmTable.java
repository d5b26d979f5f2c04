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
        long passed = now.toEpochMilli();
        if (database.one("select 1 from escalation where alarm_at <= ? limit 1", row -> 1, passed)
                .isEmpty()) {
            return List.of();
        }
        List<DeadlinePassed> mine = new ArrayList<>();
        commits.commit(statements -> {
            mine.clear();
            mine.addAll(statements.list(
                    "update escalation set alarm_at = ? where id in (select id from escalation where alarm_at <= ?"
                            + " order by alarm_at limit ?" + database.skipLocked() + ") returning id",
                    row -> new DeadlinePassed(now, row.getString(1)),
                    now.plus(lease).toEpochMilli(),
                    passed,
                    limit));
            return !mine.isEmpty();
        });
        return mine;
    }
}
