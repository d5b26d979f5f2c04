package dev.callescalation.store;

import dev.callescalation.escalation.EscalationStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresStoreTest extends EscalationStoreContract {

    private static EmbeddedPostgres postgres;
    private static JdbcStore store;

    @BeforeAll
    static void open() throws IOException {
        postgres = EmbeddedPostgres.start();
        store = new JdbcStore();
        store.setUrl(postgres.getJdbcUrl("postgres", "postgres"));
        store.open();
    }

    @AfterAll
    static void close() throws IOException {
        store.close();
        postgres.close();
    }

    @Override
    EscalationStore store() {
        return store;
    }
}
