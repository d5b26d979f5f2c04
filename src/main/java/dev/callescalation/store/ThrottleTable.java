package dev.callescalation.store;

import dev.callescalation.graph.SharedThrottle;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants that Graph has throttled, for all nodes of one PostgreSQL, by its clock. Each statement is a transaction
 * of its own: no decision waits for the row of another node.
 */
final class ThrottleTable implements SharedThrottle {

    private static final Logger LOG = LoggerFactory.getLogger(ThrottleTable.class);

    private static final String NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

    /** What is over is kept for a minute, so that all nodes see it. */
    private static final String KEPT = NOW + " - 60000";

    private static final String PUT =
            "insert into throttle (tenant_id, closed_until, probe_at, probe) values (?, " + NOW
                    + " + ?, " + NOW + " + ?, ?) on conflict (tenant_id) do update set probe_at = excluded.probe_at,"
                    + " probe = excluded.probe";

    private final Database database;

    /** The rows that were read last, by tenant. */
    private Map<String, Row> known = Map.of();

    private record Row(long closedUntil, long probeAt, String probe) {}

    ThrottleTable(Database database) {
        this.database = database;
    }

    @Override
    public void hold(String tenantId, Duration wait, Duration probeAfter) {
        changes("delete from throttle where closed_until < " + KEPT);
        changes(
                PUT + ", closed_until = greatest(throttle.closed_until, excluded.closed_until)",
                tenantId,
                wait.toMillis(),
                probeAfter.toMillis(),
                "");
    }

    @Override
    public boolean claimProbe(String tenantId, Duration wait, String commandId, Duration nextAfter) {
        return changes(
                        PUT + " where throttle.probe_at <= " + NOW,
                        tenantId,
                        wait.toMillis(),
                        nextAfter.toMillis(),
                        commandId)
                .orElse(true);
    }

    @Override
    public void end(String tenantId, String commandId) {
        changes(
                "update throttle set closed_until = " + NOW + " where tenant_id = ? and probe = ?",
                tenantId,
                commandId);
    }

    /** Whether a statement changes a row; empty while the database is away. */
    private Optional<Boolean> changes(String sql, Object... values) {
        try {
            return Optional.of(
                    database.one(sql + " returning 1", row -> true, values).isPresent());
        } catch (StoreUnavailableException e) {
            LOG.debug("The other nodes are not told", e);
            return Optional.empty();
        }
    }

    @Override
    public synchronized List<Wait> news() {
        Map<String, Row> rows = new HashMap<>();
        try {
            List<Wait> waits = database.list(
                    "select tenant_id, closed_until, probe_at, probe, " + NOW + " from throttle where closed_until > "
                            + KEPT,
                    row -> {
                        rows.put(row.getString(1), new Row(row.getLong(2), row.getLong(3), row.getString(4)));
                        return new Wait(
                                row.getString(1),
                                Duration.ofMillis(row.getLong(2) - row.getLong(5)),
                                Duration.ofMillis(row.getLong(3) - row.getLong(5)),
                                row.getString(4));
                    });
            Map<String, Row> before = known;
            known = rows;
            return waits.stream()
                    .filter(wait -> !rows.get(wait.tenantId()).equals(before.get(wait.tenantId())))
                    .toList();
        } catch (StoreUnavailableException e) {
            LOG.debug("Nothing is known of the other nodes", e);
            return List.of();
        }
    }
}
