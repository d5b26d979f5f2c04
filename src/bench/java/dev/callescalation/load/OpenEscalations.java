package dev.callescalation.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Fills a store with escalations that are open: copies of one that the bundle has played and that has not ended, each
 * with ids of its own, its calls, and every step of its journal. The bundle must not be running.
 */
final class OpenEscalations {

    private static final List<String> TABLES = List.of("escalation", "call", "journal");
    private static final int COPIES_IN_ONE_COMMIT = 1_000;

    /** Far enough for nobody to look at it during the load. */
    private static final Duration UNTIL_ALARM = Duration.ofDays(1);

    private final Connection connection;
    private final String escalationId;
    private final List<String> callKeys;
    private final Map<String, Rows> tables = new LinkedHashMap<>();

    private OpenEscalations(Connection connection) throws SQLException {
        this.connection = connection;
        escalationId = column("select id from escalation where is_over = 0").get(0);
        callKeys = column("select call_key from call where escalation_id = '" + escalationId + "'");
        for (String table : TABLES) {
            tables.put(table, read(table));
        }
    }

    /** @param store holds the escalation to copy, and no other that is open */
    static void copy(LoadStore store, int copies) throws SQLException {
        try (Connection connection = store.connect()) {
            connection.setAutoCommit(false);
            new OpenEscalations(connection).copy(copies);
        }
    }

    private void copy(int copies) throws SQLException {
        long alarm = System.currentTimeMillis() + UNTIL_ALARM.toMillis();
        List<PreparedStatement> inserts = new ArrayList<>();
        for (Map.Entry<String, Rows> table : tables.entrySet()) {
            inserts.add(connection.prepareStatement(table.getValue().insert(table.getKey())));
        }
        for (int copy = 1; copy <= copies; copy++) {
            Map<String, String> ids = newIds();
            int next = 0;
            for (Rows rows : tables.values()) {
                rows.addTo(inserts.get(next++), ids, alarm + copy);
            }
            if (copy % COPIES_IN_ONE_COMMIT == 0 || copy == copies) {
                for (PreparedStatement insert : inserts) {
                    insert.executeBatch();
                }
                connection.commit();
            }
        }
        for (PreparedStatement insert : inserts) {
            insert.close();
        }
    }

    /** A new id for each one of the original; those of calls in both spellings. */
    private Map<String, String> newIds() {
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put(escalationId, UUID.randomUUID().toString());
        for (String key : callKeys) {
            UUID id = UUID.randomUUID();
            ids.put(key, id.toString().replace("-", ""));
            ids.put(withDashes(key), id.toString());
        }
        return ids;
    }

    private static String withDashes(String key) {
        return key.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }

    private List<String> column(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private Rows read(String table) throws SQLException {
        String key = table.equals("escalation") ? "id" : "escalation_id";
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select * from " + table + " where " + key + " = '" + escalationId + "'")) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                columns.add(found.getMetaData().getColumnName(i));
            }
            List<Object[]> values = new ArrayList<>();
            while (found.next()) {
                Object[] row = new Object[columns.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = found.getObject(i + 1);
                }
                values.add(row);
            }
            return new Rows(columns, values);
        }
    }

    /** The rows of the original in one table. */
    private record Rows(List<String> columns, List<Object[]> values) {

        private String insert(String table) {
            return "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                    + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        }

        private void addTo(PreparedStatement insert, Map<String, String> ids, long alarm) throws SQLException {
            for (Object[] row : values) {
                for (int i = 0; i < row.length; i++) {
                    insert.setObject(i + 1, columns.get(i).equals("alarm_at") ? alarm : withIds(row[i], ids));
                }
                insert.addBatch();
            }
        }

        private static Object withIds(Object value, Map<String, String> ids) {
            if (!(value instanceof String)) {
                return value;
            }
            String text = (String) value;
            for (Map.Entry<String, String> id : ids.entrySet()) {
                text = text.replace(id.getKey(), id.getValue());
            }
            return text;
        }
    }
}
