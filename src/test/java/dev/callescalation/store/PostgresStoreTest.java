package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.escalation.Listings;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.SharedThrottle;
import dev.callescalation.graph.SharedThrottle.Wait;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresStoreTest extends DeadLetterContract {

    private static EmbeddedPostgres postgres;
    private static JdbcStore store;

    @BeforeAll
    static void open() throws IOException {
        postgres = EmbeddedPostgres.start();
        store = open(postgres);
    }

    @AfterAll
    static void close() throws IOException {
        store.close();
        postgres.close();
    }

    @Override
    JdbcStore store() {
        return store;
    }

    @Test
    void leavesWhatALivingNodeIsSendingToIt() {
        // given
        Escalation escalation = escalation(UUID.randomUUID().toString());
        Command command = command(escalation, "join");
        store.commit(new Commit(null, escalation, entry(escalation), List.of(command), null));
        try (JdbcStore other = open(postgres)) {
            // when: the time has come when the command is looked after
            Instant then = Instant.now().plusSeconds(61);
            makeAlive(then.plusSeconds(1));
            // then
            assertThat(dueOf(other, escalation, then)).isEmpty();
            assertThat(dueOf(store, escalation, then)).containsExactly(command);
        } finally {
            // else a node that starts takes the clock for one that was set back
            makeAlive(Instant.now());
        }
    }

    @Test
    void takesOverWhatANodeThatIsGoneWasSending() {
        // given
        Escalation escalation = escalation(UUID.randomUUID().toString());
        Command command = command(escalation, "join");
        JdbcStore gone = open(postgres);
        gone.commit(new Commit(null, escalation, entry(escalation), List.of(command), null));
        gone.claim(command);
        // when
        gone.close();
        // then
        assertThat(dueOf(store, escalation, Instant.now())).isEmpty();
        Instant then = Instant.now().plusSeconds(61);
        assertThat(dueOf(store, escalation, then)).containsExactly(command.asLeftBehind(then));
    }

    @Test
    void takesOverAtOnceWhatANodeHeldWhoseProgramIsKilled() throws SQLException {
        // given: a node as the others see it, with a command in its hands
        String node = UUID.randomUUID().toString();
        Connection program = postgres.getPostgresDatabase().getConnection();
        execute(program, "select pg_advisory_lock(4711)");
        execute(program, "insert into node (id, alive_until, lock_key) values ('" + node + "', 9e15, 4711)");
        Escalation escalation = escalation(UUID.randomUUID().toString());
        Command command = command(escalation, "answer");
        try (JdbcStore other = open(postgres)) {
            other.commit(new Commit(null, escalation, entry(escalation), List.of(command), null));
            execute(
                    program,
                    "update outbox set owner = '" + node + "' where escalation_id = '" + escalation.id() + "'");
            assertThat(dueOf(store, escalation, Instant.now())).isEmpty();
            // when
            program.close();
            // then: long before its row expires, and before the command is checked again
            List<Command> taken = new ArrayList<>();
            await().until(() -> taken.addAll(dueOf(store, escalation, Instant.now())));
            assertThat(taken).hasSize(1).allMatch(Command::leftBehind);
        }
    }

    @Test
    void givesBackWhatItHoldsAfterItsLockWasLost() throws SQLException {
        // given
        List<Integer> others = lockHolders();
        Escalation escalation = escalation(UUID.randomUUID().toString());
        Command command = command(escalation, "answer");
        try (JdbcStore node = open(postgres)) {
            node.commit(new Commit(null, escalation, entry(escalation), List.of(command), null));
            int before = lockHolder(others);
            // when: somebody ends that session, or the network does
            try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
                execute(connection, "select pg_terminate_backend(" + before + ")");
            }
            await().until(() -> lockHolder(others) > 0 && lockHolder(others) != before);
            // then: the others may have taken it for dead
            assertThat(node.claim(command)).isFalse();
            assertThat(dueOf(store, escalation, Instant.now().plusSeconds(1))).containsExactly(command);
        }
    }

    @Test
    void handsADueCommandToOneOfTwoNodes() {
        // given
        Escalation escalation = escalation(UUID.randomUUID().toString());
        Command command = command(escalation, "answer");
        store.commit(new Commit(null, escalation, entry(escalation), List.of(command), null));
        store.claim(command);
        store.postpone(command.attempted(), NOW);
        try (JdbcStore other = open(postgres)) {
            // when
            List<Command> there = dueOf(other, escalation, Instant.now());
            // then
            assertThat(there).containsExactly(command.attempted());
            assertThat(dueOf(store, escalation, Instant.now())).isEmpty();
            assertThat(store.claim(command)).isFalse();
            assertThat(other.claim(command)).isTrue();
        }
    }

    @Test
    void showsWhatAnotherNodeHasStored() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        store.commit(new Commit(null, first, entry(first), List.of(), null));
        Escalation second = next(first, "joining", "");
        try (JdbcStore other = open(postgres)) {
            assertThat(other.find(first.id())).contains(first);
            // when
            store.commit(new Commit(first, second, entry(second), List.of(), null));
            // then
            assertThat(other.find(first.id())).contains(second);
            assertThat(other.findNewest(first.id())).contains(second);
        }
    }

    @Test
    void isNotHeldUpByANodeThatIsFrozenWithinATransaction() throws SQLException {
        // given
        Escalation escalation = escalation(UUID.randomUUID().toString());
        store.commit(new Commit(null, escalation, entry(escalation), List.of(), null));
        try (Database frozen = new Database(postgres.getJdbcUrl("postgres", "postgres"), "", () -> "")) {
            Connection connection = frozen.connection();
            connection.setAutoCommit(false);
            try (PreparedStatement update = connection.prepareStatement("update escalation set is_over = is_over")) {
                update.executeUpdate();
            }
            // when: it neither commits nor rolls back
            // then
            Escalation after = next(escalation, "answering", UUID.randomUUID().toString());
            await().ignoreException(StoreUnavailableException.class)
                    .until(() -> store.commit(new Commit(escalation, after, entry(after), List.of(), null)));
        }
    }

    @Test
    void isInTroubleWhileATableIsLocked() throws SQLException {
        try (Connection locking = postgres.getPostgresDatabase().getConnection();
                Statement statement = locking.createStatement()) {
            for (String table : List.of("escalation", "outbox")) {
                // when
                locking.setAutoCommit(false);
                statement.execute("lock table " + table + " in access exclusive mode");
                // then
                await().until(() -> store.trouble().contains("lock timeout"));
                locking.rollback();
                await().until(() -> store.trouble().isEmpty());
            }
        }
    }

    @Test
    void listsNodesOfEarlierVersionsAndWhatTheOthersRun() throws SQLException {
        // given
        String earlier = UUID.randomUUID().toString();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                JdbcStore other = open(postgres)) {
            execute(connection, "insert into node (id, alive_until, lock_key) values ('" + earlier + "', 9e15, null)");
            // when
            Listings.Program program = new Listings.Program("calls-2", "http://calls-2:8081/", "1.2", "0123456789ab");
            other.describe(program);
            // then
            await().until(() -> node(other.node()).program(), program::equals);
            assertThat(node(other.node()).since())
                    .isBeforeOrEqualTo(node(other.node()).heardAt());
            assertThat(node(earlier).program().version()).isEmpty();
            execute(connection, "delete from node where id = '" + earlier + "'");
        }
    }

    private static Listings.Node node(String id) {
        return store.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsAllNodesWhichTenantsAreThrottled() {
        // given
        String tenant = UUID.randomUUID().toString();
        SharedThrottle one = store.throttle();
        SharedThrottle other = store.throttle();
        // when
        one.hold(tenant, Duration.ofSeconds(60), Duration.ofSeconds(20));
        one.hold(tenant, Duration.ofSeconds(5), Duration.ofSeconds(20));
        // then: the longer one counts, also for a node that starts
        for (SharedThrottle node : List.of(one, other, store.throttle())) {
            assertThat(waits(node, tenant)).singleElement().satisfies(wait -> {
                assertThat(wait.left()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(60));
                assertThat(wait.probeAfter()).isLessThanOrEqualTo(Duration.ofSeconds(20));
                assertThat(wait.probe()).isEmpty();
            });
        }
        assertThat(waits(other, tenant)).isEmpty();
    }

    @Test
    void letsOneNodeSendOneCommandOfAThrottledTenant() {
        // given
        String tenant = UUID.randomUUID().toString();
        SharedThrottle one = store.throttle();
        SharedThrottle other = store.throttle();
        Duration wait = Duration.ofSeconds(60);
        one.hold(tenant, wait, Duration.ZERO);
        // when, then
        assertThat(one.claimProbe(tenant, wait, "e/1", wait)).isTrue();
        assertThat(other.claimProbe(tenant, wait, "e/2", wait)).isFalse();
        // when
        other.end(tenant, "e/2");
        assertThat(waits(other, tenant)).extracting(Wait::probe).containsExactly("e/1");
        one.end(tenant, "e/1");
        // then
        assertThat(waits(other, tenant))
                .allMatch(ended -> ended.left().toMillis() <= 0)
                .hasSize(1);
        // when Graph throttles it again before it takes a command
        one.hold(tenant, wait, Duration.ZERO);
        assertThat(one.claimProbe(tenant, wait, "e/3", wait)).isTrue();
        other.hold(tenant, wait, wait);
        one.end(tenant, "e/3");
        // then
        assertThat(waits(other, tenant))
                .allMatch(again -> again.left().toMillis() > 0)
                .hasSize(1);
    }

    @Test
    void eachNodeGoesByItselfWhileTheDatabaseIsAway() {
        // given
        JdbcStore away = open(postgres);
        SharedThrottle alone = away.throttle();
        away.close();
        // when, then
        alone.hold("t", Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(alone.claimProbe("t", Duration.ofSeconds(1), "e/1", Duration.ofSeconds(1)))
                .isTrue();
        alone.end("t", "e/1");
        assertThat(alone.news()).isEmpty();
    }

    private static List<Wait> waits(SharedThrottle node, String tenant) {
        return node.news().stream()
                .filter(wait -> wait.tenantId().equals(tenant))
                .toList();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Integer> lockHolders() throws SQLException {
        List<Integer> processes = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pid from pg_locks where locktype = 'advisory'")) {
            while (rows.next()) {
                processes.add(rows.getInt(1));
            }
        }
        return processes;
    }

    /** The process of the one session that holds a lock besides those; 0 for none. */
    private static int lockHolder(List<Integer> others) throws SQLException {
        return lockHolders().stream()
                .filter(process -> !others.contains(process))
                .findFirst()
                .orElse(0);
    }

    private static void makeAlive(Instant until) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement update = connection.prepareStatement("update node set alive_until = ?")) {
            update.setLong(1, until.toEpochMilli());
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JdbcStore open(EmbeddedPostgres server) {
        JdbcStore opened = new JdbcStore();
        opened.setUrl(server.getJdbcUrl("postgres", "postgres"));
        opened.open();
        return opened;
    }
}
