package dev.callescalation.load;

import dev.callescalation.story.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL server, and a standby, which may have to confirm each commit before it counts. */
public final class PostgresPair extends LoadStore {

    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final String STANDBY = "standby";
    private static final String FOLLOWS = "select count(*) from pg_stat_replication where state = 'streaming'"
            + " and application_name = '" + STANDBY + "' and sync_state = ?";

    private final Path folder;
    private final int standbyPort;
    private final EmbeddedPostgres primary;
    private final EmbeddedPostgres standby;

    private PostgresPair(Path folder, int primaryPort, int standbyPort) throws IOException {
        super("jdbc:postgresql://127.0.0.1:" + primaryPort + ",127.0.0.1:" + standbyPort
                + "/postgres?user=postgres&targetServerType=primary");
        this.folder = folder;
        this.standbyPort = standbyPort;
        Path data = folder.resolve("primary");
        server(data, primaryPort).start().close();
        Path copy = folder.resolve(STANDBY);
        copy(data, copy);
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primaryPort + " user=postgres application_name=" + STANDBY
                        + "'\n",
                StandardOpenOption.APPEND);
        primary = server(data, primaryPort).start();
        standby = server(copy, standbyPort).start();
    }

    /**
     * Returns when the standby follows.
     *
     * @param synchronous whether it has to confirm each commit
     */
    public static PostgresPair start(boolean synchronous) throws IOException, SQLException, InterruptedException {
        PostgresPair pair =
                new PostgresPair(Files.createTempDirectory("postgres-pair"), FreePort.next(), FreePort.next());
        pair.await("async");
        if (synchronous) {
            pair.demandConfirmation();
            pair.await("quorum");
        }
        return pair;
    }

    private static EmbeddedPostgres.Builder server(Path data, int port) {
        return PostgresStore.durable(data, port).setPGStartupWait(LONGEST_START);
    }

    private void demandConfirmation() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set synchronous_standby_names = 'ANY 1 (" + STANDBY + ")'");
            statement.execute("select pg_reload_conf()");
        }
    }

    private void await(String how) throws SQLException, InterruptedException {
        while (!follows(how)) {
            Thread.sleep(100);
        }
    }

    private boolean follows(String how) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(FOLLOWS)) {
            statement.setString(1, how);
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getInt(1) == 1;
            }
        }
    }

    public String url() {
        return environment().get("CALLS_STORE_URL");
    }

    /** kill -9 of the primary with all its processes, as when its machine is gone. */
    public void killPrimary() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("primary/postmaster.pid")).get(0).strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        postmaster.descendants().forEach(ProcessHandle::destroyForcibly);
        postmaster.destroyForcibly();
    }

    /** The standby becomes the primary, and nobody confirms its commits any more. Returns when it takes writes. */
    public void promoteStandby() throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + standbyPort + "/postgres?user=postgres";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_promote()");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.copy(folder, to.resolve(from.relativize(folder).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    long bytes() {
        throw new UnsupportedOperationException("nobody asks for the size of two servers");
    }

    @Override
    public void close() throws IOException {
        standby.close();
        primary.close();
        PostgresStore.delete(folder);
    }
}
