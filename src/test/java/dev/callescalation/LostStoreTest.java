package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The SQLite file is deleted or replaced under the running program, which could go on writing into the old one. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file cannot be deleted there")
class LostStoreTest {

    @TempDir
    private Path data;

    @Test
    void acknowledgesNothingUntilTheFileIsBack() throws Exception {
        // given
        Path file = data.resolve("calls.db");
        Path elsewhere = data.resolve("elsewhere.db");
        try (TestBundle bundle = TestBundle.start(Map.of("calls.store.url", "jdbc:sqlite:" + file))) {
            TestCall call = bundle.call("/communications").incoming().awaitOperation("answer", "completed");
            // when
            Files.move(file, elsewhere);
            // then
            await().until(() -> established(call).statusCode() == 503);
            assertThat(established(call).headers().firstValue("Retry-After")).contains("5");
            assertIsNotReady(bundle);
            // when
            // a connection that is made meanwhile may have made it already
            Files.writeString(file, "");
            // then
            assertThat(established(call).statusCode()).isEqualTo(503);
            assertIsNotReady(bundle);
            // and when it is back
            Files.move(elsewhere, file, StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> established(call).statusCode() == 202);
            await().until(() -> bundle.get("/observe/health/ready").statusCode() == 200);
            call.awaitOperation("join", "completed");
        }
    }

    @Test
    void leavesTheProgramReadyForAsLongAsTheSettingSays() throws Exception {
        // given
        Path file = data.resolve("calls.db");
        try (TestBundle bundle = TestBundle.start(
                Map.of("calls.store.url", "jdbc:sqlite:" + file, "calls.store.unready-after-ms", "600000"))) {
            TestCall call = bundle.call("/communications").incoming().awaitOperation("answer", "completed");
            // when
            Files.delete(file);
            // then: Graph is told to repeat, by a node that a balancer still knows
            await().until(() -> established(call).statusCode() == 503);
            HttpResponse<String> readiness = bundle.get("/observe/health/ready");
            assertThat(readiness.statusCode()).isEqualTo(200);
            assertThat(readiness.body()).contains("its file was deleted or replaced");
        }
    }

    private static void assertIsNotReady(TestBundle bundle) {
        HttpResponse<String> readiness = bundle.get("/observe/health/ready");
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("cannot be written", "its file was deleted or replaced");
        assertThat(bundle.get("/observe/health/live").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> established(TestCall call) {
        return call.post("", call.callItem("updated", call.callerCallId(), "established"));
    }
}
