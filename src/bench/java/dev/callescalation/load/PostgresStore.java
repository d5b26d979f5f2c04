package dev.callescalation.load;

import dev.callescalation.story.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own. Its commits are durable, as in earnest. It may be stopped and started again: its port
 * and its data stay until {@link #close()}.
 */
public final class PostgresStore extends LoadStore {

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private PostgresStore(Path data, int port) throws IOException {
        super("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
        this.data = data;
        this.port = port;
        startServer();
    }

    static PostgresStore start() throws IOException {
        return new PostgresStore(Files.createTempDirectory("postgres"), FreePort.next());
    }

    /** Returns when it takes connections. */
    public void startServer() throws IOException {
        server = durable(data, port).start();
    }

    /** A server that waits for the disk, as in earnest and not as for tests; its data stays when it is stopped. */
    static EmbeddedPostgres.Builder durable(Path data, int port) {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
    }

    /** Cuts every connection. A second call does nothing. */
    public void stopServer() throws IOException {
        server.close();
    }

    @Override
    long bytes() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet size = statement.executeQuery("select pg_database_size(current_database())")) {
            size.next();
            return size.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        stopServer();
        delete(data);
    }

    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
