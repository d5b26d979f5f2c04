package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.secret.Secrets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password of PostgreSQL is changed while the program runs. */
class RotatedPasswordTest {

    private static final String EVERYBODY_BUT_THE_BOT = "host calls bot 127.0.0.1/32 scram-sha-256\n"
            + "host all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\n";

    @TempDir
    Path folder;

    @Test
    void theNextConnectionShowsTheNewOne() throws Exception {
        // given
        Path data = folder.resolve("data");
        Path file = Files.writeString(folder.resolve("password"), "first");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setOverrideWorkingDirectory(folder.toFile())
                        .start();
                DefaultCamelContext context = context(file);
                JdbcStore store = new JdbcStore()) {
            Files.writeString(data.resolve("pg_hba.conf"), EVERYBODY_BUT_THE_BOT);
            execute(
                    postgres,
                    "create user bot password 'first'",
                    "create database calls owner bot",
                    "select pg_reload_conf()");
            store.setUrl("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/calls");
            store.setUser("bot");
            store.setSecrets(new Secrets(context));
            context.start();
            store.open();
            // when
            execute(
                    postgres,
                    "alter user bot password 'second'",
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'bot'");
            // then: nobody gets in
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(store.trouble()).contains("password authentication failed"));
            // and when
            Files.writeString(file, "second");
            // then
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(store.trouble()).isEmpty());
            // a connection that was cut off may be found out only by its use
            await().ignoreExceptions().until(() -> store.find("nobody").isEmpty());
        }
    }

    private static DefaultCamelContext context(Path file) {
        DefaultCamelContext context = new DefaultCamelContext();
        Properties settings = new Properties();
        settings.put("calls.store.password-file", file.toString());
        context.getPropertiesComponent().setOverrideProperties(settings);
        return context;
    }

    private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
