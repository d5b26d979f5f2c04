package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.escalation.Listings.Group;
import dev.callescalation.escalation.Listings.Place;
import dev.callescalation.escalation.Listings.Wanted;
import dev.callescalation.escalation.Listings.Which;
import dev.callescalation.graph.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends DeadLetterContract {

    @TempDir
    static Path folder;

    private static JdbcStore store;

    @BeforeAll
    static void open() {
        store = open(folder.resolve("made/on/start/calls.db"));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    JdbcStore store() {
        return store;
    }

    @Test
    void bringsTheTablesOfAnEarlierVersionUpToDate() throws SQLException {
        // given
        String url = "jdbc:sqlite:" + folder.resolve("earlier.db");
        Flyway.configure()
                .dataSource(url, null, null)
                .placeholders(Map.of("by_key", "without rowid", "origin_tenant", "''", "origin_scenario", "''"))
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            String state = "{\"id\":\"e\",\"phase\":\"ended\",\"over\":true,"
                    + "\"origin\":{\"tenantId\":\"t\",\"scenarioId\":\"s\"}}";
            statement.executeUpdate("insert into escalation values ('e', 3, 'ended', 1, 1, 5, 7, 9, '" + state + "')");
            statement.executeUpdate(
                    "insert into dead_letter values ('d', 5, 'e', '', 'deadline', 's', null, 'x 1', 'r',"
                            + " 'r.s', 1, 'open', 0)");
        }
        // when
        try (JdbcStore after = open(folder.resolve("earlier.db"))) {
            // then
            for (Wanted wanted : List.of(
                    new Wanted(Which.OVER, "", "", ""),
                    new Wanted(Which.OVER, "ended", "t", ""),
                    new Wanted(Which.ALL, "", "", "s"),
                    new Wanted(Which.ATTENTION, "", "", ""))) {
                assertThat(after.escalations(wanted, Instant.EPOCH, Place.TOP, 2))
                        .extracting(listed -> listed.escalation().id())
                        .containsExactly("e");
            }
            assertThat(after.groups(DeadLetter.State.OPEN, 2))
                    .extracting(Group::error)
                    .containsExactly("x …");
        }
    }

    @Test
    void isThereAgainAfterARestart() {
        // given
        Path file = folder.resolve("restart.db");
        Escalation escalation = escalation(UUID.randomUUID().toString());
        try (JdbcStore before = open(file)) {
            before.commit(new Commit(null, escalation, entry(escalation), List.of(), null));
        }
        // when
        try (JdbcStore after = open(file)) {
            // then
            assertThat(after.findByCall(escalation.callerCall().id())).contains(escalation);
        }
    }

    @Test
    void handsWhatAKilledProgramWasSendingOutAtOnceAsLeftBehind() throws IOException {
        // given: the first one is never closed
        Path file = folder.resolve("killed.db");
        Escalation escalation = escalation(UUID.randomUUID().toString());
        Command command = command(escalation, "join");
        JdbcStore killed = open(file);
        killed.commit(new Commit(null, escalation, entry(escalation), List.of(command), null));
        killed.claim(command);
        // its lock would be gone with it
        Files.delete(folder.resolve("killed.db.lock"));
        // when
        try (JdbcStore after = open(file)) {
            // then
            Instant now = Instant.now();
            assertThat(dueOf(after, escalation, now)).containsExactly(command.asLeftBehind(now));
            assertThat(after.claim(command)).isTrue();
        } finally {
            killed.close();
        }
    }

    @Test
    void handsWhatAnOrderlyEndLeftUnsentOutAsItIs() {
        // given
        Path file = folder.resolve("stopped.db");
        Escalation escalation = escalation(UUID.randomUUID().toString());
        Command command = command(escalation, "join");
        try (JdbcStore before = open(file)) {
            before.commit(new Commit(null, escalation, entry(escalation), List.of(command), null));
        }
        // when
        try (JdbcStore after = open(file)) {
            // then
            assertThat(dueOf(after, escalation, Instant.now())).containsExactly(command);
        }
    }

    @Test
    void goesOnFromTheLastRunWhereTheClockHasBeenSetBackSince() throws SQLException {
        // given
        Path file = folder.resolve("set-back.db");
        open(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update node set alive_until = alive_until + 7200000");
        }
        SteadyClock clock = new SteadyClock();
        // when
        try (JdbcStore after = open(file, clock)) {
            // then
            assertThat(clock.instant()).isAfter(Instant.now().plusSeconds(7_100));
        }
    }

    private static JdbcStore open(Path file) {
        return open(file, SteadyClock.ofThisProgram());
    }

    private static JdbcStore open(Path file, SteadyClock clock) {
        JdbcStore opened = new JdbcStore(clock);
        opened.setUrl("jdbc:sqlite:" + file);
        opened.open();
        return opened;
    }
}
