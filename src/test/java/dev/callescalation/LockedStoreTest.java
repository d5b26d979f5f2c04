package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process holds the lock of the SQLite file, as sqlite3 does within a transaction. */
class LockedStoreTest {

    @TempDir
    private Path data;

    @Test
    void turnsAllAwayUntilTheFileIsFreeAgain() throws Exception {
        // given
        String url = "jdbc:sqlite:" + data.resolve("calls.db");
        try (TestBundle bundle = TestBundle.start(Map.of("calls.store.url", url));
                Connection other = DriverManager.getConnection(url);
                Statement lock = other.createStatement()) {
            TestCall call = bundle.call("/communications").incoming().awaitOperation("answer", "completed");
            lock.execute("begin exclusive");
            // when
            List<CompletableFuture<HttpResponse<String>>> replies = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> established(call)))
                    .limit(8)
                    .toList();
            // then
            for (CompletableFuture<HttpResponse<String>> reply : replies) {
                assertThat(reply.get().statusCode()).isEqualTo(503);
                assertThat(reply.get().headers().firstValue("Retry-After")).contains("5");
            }
            HttpResponse<String> readiness = bundle.get("/observe/health/ready");
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(readiness.body()).contains("cannot be written", "SQLITE_BUSY");
            // and when the lock is gone
            lock.execute("rollback");
            await().until(() -> established(call).statusCode() == 202);
            await().until(() -> bundle.get("/observe/health/ready").statusCode() == 200);
            call.awaitOperation("join", "completed");
        }
    }

    private static HttpResponse<String> established(TestCall call) {
        return call.post("", call.callItem("updated", call.callerCallId(), "established"));
    }
}
