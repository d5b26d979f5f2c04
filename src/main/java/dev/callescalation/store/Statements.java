package dev.callescalation.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection with its prepared statements, each prepared once. */
record Statements(Connection connection, Map<String, PreparedStatement> prepared) {

    Statements(Connection connection) {
        this(connection, new HashMap<>());
    }

    /** PostgreSQL takes every character but one, which an id from outside may hold. */
    static Object storable(Object value) {
        return value instanceof String text ? text.replace('\0', ' ') : value;
    }

    /** Executes an insert, update or delete, and returns how many rows it changed. */
    int update(String sql, Object... values) throws SQLException {
        return statement(sql, values).executeUpdate();
    }

    /** Executes what returns rows. */
    <T> List<T> list(String sql, Database.RowReader<T> reader, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet rows = statement(sql, values).executeQuery()) {
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        }
        return found;
    }

    private PreparedStatement statement(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, storable(values[i]));
        }
        return statement;
    }
}
