package dev.callescalation.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresStoreTest extends DeadLetterContract {

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
    JdbcStore store() {
        return store;
    }
}
