package dev.callescalation.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** The store of a bundle under load, seen from outside: fresh at first, counted and measured in the end. */
public abstract class LoadStore implements AutoCloseable {

    private final String url;

    LoadStore(String url) {
        this.url = url;
    }

    /** @param file must not exist yet, nor those that SQLite keeps beside it */
    public static LoadStore sqlite(Path file) {
        return new LoadStore("jdbc:sqlite:" + file) {
            @Override
            long bytes() throws IOException {
                long bytes = 0;
                for (String suffix : new String[] {"", "-wal"}) {
                    Path part = Path.of(file + suffix);
                    bytes += Files.exists(part) ? Files.size(part) : 0;
                }
                return bytes;
            }

            @Override
            public void close() {
                // the file stays, for whoever wants to look into it
            }
        };
    }

    /** A server of its own, which ends with {@link #close()}. */
    public static PostgresStore postgresql() throws IOException {
        return PostgresStore.start();
    }

    /** Settings of a bundle that uses this store. */
    public Map<String, String> environment() {
        return Map.of("CALLS_STORE_URL", url);
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** How much it takes on disk, with what SQLite has not yet moved into its main file. */
    abstract long bytes() throws IOException, SQLException;

    /** How many escalations are in each phase. */
    public Map<String, Long> phases() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select phase, count(*) from escalation group by phase")) {
            Map<String, Long> phases = new TreeMap<>();
            while (rows.next()) {
                phases.put(rows.getString(1), rows.getLong(2));
            }
            return phases;
        }
    }

    /** @param table {@code outbox} or {@code unmatched}: empty when nothing is left to do */
    public long rows(String table) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from " + table)) {
            count.next();
            return count.getLong(1);
        }
    }

    @Override
    public abstract void close() throws IOException;
}
