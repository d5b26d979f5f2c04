package dev.callescalation.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import com.zaxxer.hikari.pool.HikariPool;
import com.zaxxer.hikari.util.Credentials;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * A pool of connections to the database, whose schema is brought up to date when it is opened.
 *
 * <p>SQLite is opened with a write-ahead log and {@code synchronous=FULL}: a commit is on the disk when it returns. Its
 * file and folder are made when they are missing.
 */
public final class Database implements AutoCloseable {

    private static final String SQLITE = "jdbc:sqlite:";
    /** Who waits longer for a lock than busy_timeout gives up: Graph had better get its 503 than wait. */
    private static final String DURABLE = "journal_mode=WAL&synchronous=FULL&busy_timeout=1500&cache_size=-8000"
            // else each insert is followed by a query for a key that nobody wants
            + "&jdbc.get_generated_keys=false";

    /** 16 MB: a page that changes with each commit is copied from the log into the file less often. */
    private static final String FEW_CHECKPOINTS = "pragma wal_autocheckpoint = 4000";

    private static final String SECONDS_TO_CONNECT = "5";
    private static final String SECONDS_FOR_AN_ANSWER = "10";

    /**
     * PostgreSQL ends whoever waits for a lock, runs a statement, or is silent within a transaction for longer. So a
     * node that is frozen, or whose machine has vanished, holds up the others for some seconds only.
     */
    private static final String SHORT_WAITS = "set lock_timeout = 1000; set statement_timeout = 5000;"
            + " set idle_in_transaction_session_timeout = 5000; set tcp_user_timeout = 8000;"
            + " set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3";

    /** A change of the schema may take its time. */
    private static final String LONG_WAITS =
            "set lock_timeout = 0; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0";

    /** They find nothing, but wait for each table that a decision writes, as a decision does. */
    private static final List<String> LIKE_A_DECISION = List.of(
            "delete from escalation where id = ''",
            "delete from call where call_key = ''",
            "delete from journal where escalation_id = ''",
            "delete from outbox where escalation_id = ''");

    /** Codes of SQLite: busy, and locked. */
    private static final Set<Integer> SQLITE_LOCKED = Set.of(5, 6);

    /** States of PostgreSQL: no lock to be had, and a statement took too long. */
    private static final Set<String> POSTGRESQL_WAITED = Set.of("55P03", "57014");

    private static final int CONNECTIONS = 8;
    private static final int CONNECTIONS_IF_IDLE = 2;

    /** While the database is away, Graph had better get its 503 at once than wait. */
    private static final long CONNECT_TIMEOUT_MS = 1_500;

    /** After a connection could not be had, nobody asks for another one that long. */
    private static final Duration REST = Duration.ofMillis(500);

    /** The file of SQLite is not looked at more often than that. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final HikariConfig configuration;
    private final HikariDataSource dataSource;
    private final HikariDataSource ofProbe;
    private final FileOwner owner;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Refusal refusal;
    private volatile long lookedAt = System.nanoTime();
    private volatile boolean lost;
    private final boolean shared;
    private final String name;

    private record Refusal(SQLException cause, long restUntil) {}

    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * @param url      {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql://<host>/<database>}
     * @param user     empty for SQLite
     * @param password empty for SQLite; asked for with each connection, as it may be rotated
     * @throws StoreUnavailableException naming calls.store.url
     */
    public Database(String url, String user, Supplier<String> password) {
        shared = !url.startsWith(SQLITE);
        name = "calls.store.url " + withoutSecrets(url);
        owner = shared ? FileOwner.NOBODY : FileOwner.of(Path.of(file(url)), name);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(shared ? url : url + (url.contains("?") ? "&" : "?") + DURABLE);
        // by name: drivers that come later than the JVM, as with camel run, are not found by their address
        config.setDriverClassName(shared ? "org.postgresql.Driver" : "org.sqlite.JDBC");
        config.setCredentialsProvider(() -> Credentials.of(given(user), given(password.get())));
        config.setConnectionInitSql(shared ? SHORT_WAITS : FEW_CHECKPOINTS);
        if (shared) {
            config.addDataSourceProperty("connectTimeout", SECONDS_TO_CONNECT);
            config.addDataSourceProperty("socketTimeout", SECONDS_FOR_AN_ANSWER);
            config.addDataSourceProperty("tcpKeepAlive", "true");
        }
        config.setPoolName("store");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(CONNECTIONS_IF_IDLE);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(config);
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .placeholders(placeholders(shared))
                    .initSql(shared ? LONG_WAITS : null)
                    .load()
                    .migrate();
            if (shared) {
                // those of Flyway wait for long
                pool.getHikariPoolMXBean().softEvictConnections();
            }
        } catch (FlywayException | HikariPool.PoolInitializationException e) {
            close(pool);
            boolean unloaded = NativeLibrary.isMissing(e);
            String reason = unloaded ? NativeLibrary.whyMissing() : e.getMessage();
            throw new StoreUnavailableException(name + " cannot be opened: " + reason, unloaded ? null : e);
        } catch (RuntimeException e) {
            // its message quotes the whole address, a password in it too
            close(pool);
            throw new StoreUnavailableException(name + " is no address that its driver takes", null);
        }
        dataSource = pool;
        configuration = config;
        ofProbe = poolOfOne("store-probe");
        Durability.tell(this);
    }

    private static String given(String text) {
        return text.isBlank() ? null : text;
    }

    /** Where the SQL of the two databases differs. */
    private static Map<String, String> placeholders(boolean shared) {
        return Map.of(
                "by_key", shared ? "" : "without rowid",
                "origin_tenant",
                        shared ? "state::json #>> '{origin,tenantId}'" : "json_extract(state, '$.origin.tenantId')",
                "origin_scenario",
                        shared
                                ? "state::json #>> '{origin,scenarioId}'"
                                : "json_extract(state, '$.origin.scenarioId')");
    }

    /** A connection beside the pool, made when it is first needed: all others may wait, or be away. */
    HikariDataSource poolOfOne(String poolName) {
        HikariConfig one = new HikariConfig();
        configuration.copyStateTo(one);
        one.setPoolName(poolName);
        one.setMaximumPoolSize(1);
        one.setMinimumIdle(0);
        one.setInitializationFailTimeout(-1);
        return new HikariDataSource(one);
    }

    private void close(HikariDataSource pool) {
        if (pool != null) {
            pool.close();
        }
        owner.close();
    }

    private static String file(String url) {
        return url.substring(SQLITE.length()).replaceFirst("\\?.*", "");
    }

    /** A URL may carry a password, in front of the host or behind the question mark. */
    private static String withoutSecrets(String url) {
        return url.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?.*", "");
    }

    /** Shows how busy its connections are. */
    void bindTo(MeterRegistry registry) {
        MetricsTrackerFactory trackers = new MicrometerMetricsTrackerFactory(registry);
        dataSource.setMetricsTrackerFactory(trackers);
        ofProbe.setMetricsTrackerFactory(trackers);
    }

    /** Whether several nodes may use it; a SQLite file has one. */
    boolean isShared() {
        return shared;
    }

    /** The end of a query for rows to be taken: what another node is taking just now is left to it. */
    String skipLocked() {
        return shared ? " for update skip locked" : "";
    }

    /** What its clock shows: that of the database, which several nodes have in common, or that of this machine. */
    Instant now() {
        return shared
                ? one("select clock_timestamp()", row -> row.getTimestamp(1).toInstant())
                        .orElseThrow()
                : Instant.now();
    }

    /** The setting and its value, for messages. */
    String name() {
        return name;
    }

    /** Why nothing that is committed would be found after a restart; empty as long as it would. */
    String lost() {
        if (System.nanoTime() - lookedAt >= LOOK_NANOS) {
            lookedAt = System.nanoTime();
            lost = owner.hasLost();
        }
        return lost ? "its file was deleted or replaced while the program runs; put it back, or start again" : "";
    }

    /**
     * A connection of the pool. While the database is away one thread asks, now and then, and all others fail at
     * once: threads that wait would be missing where Graph has to get its 503.
     */
    Connection connection() throws SQLException {
        Refusal known = refusal;
        if (known == null) {
            return ask();
        }
        if (System.nanoTime() - known.restUntil() < 0 || !asking.compareAndSet(false, true)) {
            throw new SQLException(known.cause().getMessage(), known.cause());
        }
        try {
            return ask();
        } finally {
            asking.set(false);
        }
    }

    private Connection ask() throws SQLException {
        try {
            Connection connection = dataSource.getConnection();
            refusal = null;
            return connection;
        } catch (SQLException e) {
            SQLException reason = reason(e);
            if (!Thread.currentThread().isInterrupted()) {
                refusal = new Refusal(reason, System.nanoTime() + REST.toNanos());
            }
            throw reason;
        }
    }

    /** The pool says that it has no connection, and only its cause says why. */
    private static SQLException reason(SQLException error) {
        return error instanceof SQLTransientConnectionException && error.getCause() instanceof SQLException cause
                ? reason(cause)
                : error;
    }

    /** Writes, on a connection of its own, as much as a decision does, and deletes it. It waits for the same tables. */
    void probe(String fill) throws SQLException {
        Connection connection = connectionOfProbe();
        boolean written = false;
        try (connection;
                PreparedStatement insert = connection.prepareStatement("insert into probe (fill) values (?)");
                PreparedStatement delete = connection.prepareStatement("delete from probe");
                Statement others = connection.createStatement()) {
            connection.setAutoCommit(false);
            insert.setString(1, fill);
            insert.executeUpdate();
            delete.executeUpdate();
            for (String sql : LIKE_A_DECISION) {
                others.executeUpdate(sql);
            }
            connection.commit();
            written = true;
        } finally {
            if (!written) {
                ofProbe.evictConnection(connection);
            }
        }
    }

    private Connection connectionOfProbe() throws SQLException {
        try {
            return ofProbe.getConnection();
        } catch (SQLException e) {
            throw reason(e);
        }
    }

    /** Whether a statement has waited in vain, for a lock or for the database: the next one would wait, too. */
    static boolean hasWaited(Throwable error) {
        return error instanceof SQLException failure
                && (POSTGRESQL_WAITED.contains(String.valueOf(failure.getSQLState()))
                        || failure.getSQLState() == null && SQLITE_LOCKED.contains(failure.getErrorCode())
                        || failure.getCause() instanceof SocketTimeoutException);
    }

    /** Closes a connection for good; the pool makes another when it needs one. */
    void discard(Connection connection) {
        dataSource.evictConnection(connection);
    }

    <T> Optional<T> one(String sql, RowReader<T> reader, Object... values) {
        return list(sql, reader, values).stream().findFirst();
    }

    <T> List<T> list(String sql, RowReader<T> reader, Object... values) {
        try (Connection connection = connection()) {
            return new Statements(connection).list(sql, reader, values);
        } catch (SQLException e) {
            throw new StoreUnavailableException("The store cannot be read: " + e.getMessage(), e);
        }
    }

    /** Rows of two columns, in their order. */
    <V> Map<String, V> map(String sql, RowReader<V> second, Object... values) {
        Map<String, V> found = new LinkedHashMap<>();
        list(sql, row -> Map.entry(row.getString(1), second.read(row)), values)
                .forEach(row -> found.put(row.getKey(), row.getValue()));
        return found;
    }

    @Override
    public void close() {
        ofProbe.close();
        close(dataSource);
    }
}
