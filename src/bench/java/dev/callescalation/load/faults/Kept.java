package dev.callescalation.load.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.callescalation.load.LoadStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One escalation as the store has it, read from outside.
 *
 * @param alarmAt   when the bundle will look at it, in milliseconds since 1970; the largest number for never
 * @param summaries of its journal, oldest first
 */
record Kept(
        String id,
        String scenarioId,
        String phase,
        boolean over,
        long version,
        long alarmAt,
        String failure,
        List<String> summaries) {

    private static final String ESCALATIONS =
            "select id, phase, is_over, version, alarm_at, state from escalation";
    private static final String JOURNAL =
            "select escalation_id, entry from journal order by escalation_id, version";
    private static final JsonMapper JSON = new JsonMapper();

    static Collection<Kept> all(LoadStore store) throws SQLException {
        Map<String, Kept> all = new LinkedHashMap<>();
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery(ESCALATIONS)) {
                while (row.next()) {
                    JsonNode state = json(row.getString(6));
                    Kept kept = new Kept(
                            row.getString(1),
                            state.at("/origin/scenarioId").asText(),
                            row.getString(2),
                            row.getInt(3) == 1,
                            row.getLong(4),
                            row.getLong(5),
                            state.path("failure").asText(),
                            new ArrayList<>());
                    all.put(kept.id(), kept);
                }
            }
            try (ResultSet row =
                    statement.executeQuery(JOURNAL)) {
                while (row.next()) {
                    Kept kept = all.get(row.getString(1));
                    if (kept != null) {
                        kept.summaries().add(json(row.getString(2)).path("summary").asText());
                    }
                }
            }
        }
        return all.values();
    }

    /** The phase of each escalation, by its scenario. */
    static Map<String, String> phases(LoadStore store) throws SQLException {
        return all(store).stream().collect(Collectors.toMap(Kept::scenarioId, Kept::phase, (one, other) -> other));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The store holds what is no JSON: " + text, e);
        }
    }

    /** Whether nothing more is to happen to it but what its callers do. */
    boolean isSettled() {
        return over || phase.equals("escalated");
    }

    /** How often it has been written down that the outcome of a command is unknown. */
    long unknown(String command) {
        return summaries.stream()
                .filter(summary -> summary.startsWith("reply to " + command + ":") && summary.endsWith("unknown"))
                .count();
    }
}
