package dev.callescalation;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * Where the bundles of the tests keep their calls: each in a SQLite file of its own or, with
 * {@code -Dtest.store=postgresql}, in a database of its own on one PostgreSQL.
 */
final class TestStore {

    private static final boolean POSTGRESQL = "postgresql".equals(System.getProperty("test.store", "sqlite"));

    /** Started by the first bundle that needs it; it ends with the JVM. */
    private static EmbeddedPostgres postgres;

    private TestStore() {}

    /** The value of calls.store.url for one more bundle. */
    static String newUrl() {
        try {
            return POSTGRESQL
                    ? newDatabase()
                    : "jdbc:sqlite:" + Files.createTempDirectory("calls").resolve("calls.db");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized String newDatabase() throws IOException {
        if (postgres == null) {
            // each bundle has a pool of connections, and classes share a JVM
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "500")
                    .start();
        }
        String name = "calls_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not make the database " + name, e);
        }
        return postgres.getJdbcUrl("postgres", name);
    }
}
