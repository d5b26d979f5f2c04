package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * There is no room left for the file of SQLite. A limit on its pages stands in for the end of the disk: SQLite itself
 * makes the same error of either.
 */
class DiskFullTest {

    private static final int MOST_PAGES = 500;

    @TempDir
    static Path folder;

    private static TestBundle bundle;

    @BeforeAll
    static void start() {
        bundle = TestBundle.start(Map.of("calls.store.url", url() + "?max_page_count=" + MOST_PAGES));
    }

    @AfterAll
    static void close() {
        bundle.close();
    }

    @EachPrefix
    void acknowledgesNothingUntilThereIsRoomAgain(String prefix) throws SQLException {
        // given
        TestCall call = new TestCall(bundle, prefix);
        call.incoming().awaitOperation("answer", "completed");
        try (TestLog log = TestLog.of("store-away", "receive-notifications")) {
            // when
            execute(
                    "create table other_files (content blob)",
                    "insert into other_files values (zeroblob(" + MOST_PAGES * 4096 + "))");
            // then
            HttpResponse<String> reply = call.post("", established(call));
            assertThat(reply.statusCode()).isEqualTo(503);
            assertThat(reply.headers().firstValue("Retry-After")).contains("5");
            assertThat(call.phase()).isEqualTo("answering");
            assertThat(call.operations()).containsExactly("answer");
            HttpResponse<String> health = bundle.get("/observe/health/ready");
            assertThat(health.statusCode()).isEqualTo(503);
            // Camel escapes the slashes of a message twice
            assertThat(health.body().replace("\\", "")).contains(url() + " cannot be written", "full");
            assertThat(log.lines("status=503")).isNotEmpty().allMatch(line -> line.contains("full"));
            assertThat(log.lines("status=503")).noneMatch(line -> line.contains("\n"));
        } finally {
            // when
            execute("drop table other_files");
        }
        // then
        call.tell(established(call));
        assertThat(bundle.get("/observe/health/ready").statusCode()).isEqualTo(200);
        call.awaitOperation("join", "completed");
        assertThat(call.view().path("steps"))
                .filteredOn(step -> step.path("what").asText().equals("updated call established"))
                .hasSize(1);
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        assertThat(call.requests()).hasSize(3);
    }

    /** So large that there is no room for it in pages that are begun already. */
    private static String established(TestCall call) {
        String item = call.callItem("updated", call.callerCallId(), "established");
        return item.replace("\"state\"", "\"padding\":\"" + "x".repeat(20_000) + "\",\"state\"");
    }

    private static String url() {
        return "jdbc:sqlite:" + folder.resolve("calls.db");
    }

    /** Another user of the disk, without a limit. */
    private static void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url() + "?busy_timeout=10000");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
