package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.TestLog;
import dev.callescalation.load.PostgresPair;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL with the settings that make it fast in tests, and with those of earnest. */
class DurabilityTest {

    @Test
    void tellsOfADatabaseThatDoesNotWaitForTheDisk() throws IOException {
        assertThat(told("off"))
                .anyMatch(line -> line.contains("fsync is off"))
                .anyMatch(line -> line.contains("synchronous_commit is off"));
        assertThat(told("on")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsOfAStandbyThatConfirmsNothing(boolean synchronous) throws Exception {
        try (PostgresPair servers = PostgresPair.start(synchronous);
                TestLog log = TestLog.of(Durability.class.getName());
                Database database = new Database(servers.url(), "", () -> "")) {
            // then
            assertThat(database.isShared()).isTrue();
            assertThat(log.lines("its standby is asynchronous")).hasSize(synchronous ? 0 : 1);
        }
    }

    private static List<String> told(String waits) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", waits)
                        .setServerConfig("synchronous_commit", waits)
                        .start();
                TestLog log = TestLog.of(Durability.class.getName());
                Database database = new Database(postgres.getJdbcUrl("postgres", "postgres"), "", () -> "")) {
            assertThat(database.isShared()).isTrue();
            return log.lines("calls.store.url");
        }
    }
}
