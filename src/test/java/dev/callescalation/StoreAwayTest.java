package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import dev.callescalation.story.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is stopped and started again while calls are under way. */
class StoreAwayTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String WAITING = "org.apache.camel.processor.errorhandler.DefaultErrorHandler";

    @TempDir
    private Path data;

    private EmbeddedPostgres postgres;
    private TestBundle bundle;

    @BeforeAll
    static void waitAsLongAsItTakes() {
        Awaitility.setDefaultTimeout(LONG);
    }

    @AfterEach
    void close() throws IOException {
        bundle.close();
        postgres.close();
    }

    @Test
    void losesNothingAndDoesNothingTwice() throws Exception {
        // given: each dialect, once in the middle of an escalation, once while Graph is about to reply
        int port = FreePort.next();
        postgres = start(port);
        bundle = TestBundle.start(Map.of(
                "calls.store.url",
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&password=hush",
                // nobody looks at a call because the outage took long
                "calls.escalation.established-deadline-ms",
                "600000"));
        List<TestCall> answered = calls();
        answered.forEach(call -> call.incoming().awaitOperation("answer", "completed"));
        List<TestCall> unanswered = calls();
        for (TestCall call : unanswered) {
            bundle.sandbox()
                    .fault(
                            call.scenarioId(),
                            new Fault.SlowReply(CommandKind.ANSWER, Duration.ofSeconds(4), Repetition.ONCE));
            call.incoming().request("POST", call.calls() + "/" + call.callerCallId() + "/answer");
        }
        assertThat(bundle.get("/observe/health/ready").statusCode()).isEqualTo(200);
        try (TestLog log = TestLog.of(WAITING)) {
            // when
            postgres.close();
            // then
            answered.forEach(this::assertThatNothingIsAcknowledged);
            assertThatTheStoreIsNamed(port);
            // and Graph's replies wait
            await().until(() -> log.lines("StoreUnavailableException").size() >= unanswered.size());
        }
        // when
        postgres = start(port);
        // then: what Graph tells again is decided on, once
        for (TestCall call : answered) {
            await().until(() -> tellEstablished(call).statusCode() == 202);
            assertThat(call.view().path("steps"))
                    .filteredOn(step -> step.path("what").asText().equals("updated call established"))
                    .hasSize(1);
        }
        await().until(() -> bundle.get("/observe/health/ready").statusCode() == 200);
        answered.forEach(StoreAwayTest::assertThatItCompletes);
        for (TestCall call : unanswered) {
            await().until(() -> call.operation("answer").path("status").asText(), "completed"::equals);
            assertThat(call.requests()).hasSize(1);
        }
    }

    private void assertThatNothingIsAcknowledged(TestCall call) {
        HttpResponse<String> reply = tellEstablished(call);
        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.headers().firstValue("Retry-After")).contains("5");
        assertThat(reply.body()).isEmpty();
    }

    private void assertThatTheStoreIsNamed(int port) {
        HttpResponse<String> health = bundle.get("/observe/health/ready");
        assertThat(health.statusCode()).isEqualTo(503);
        // Camel escapes the slashes of a message twice
        assertThat(health.body().replace("\\", ""))
                .contains("calls.store.url jdbc:postgresql://127.0.0.1:" + port + "/postgres cannot be written")
                .doesNotContain("hush");
        assertThat(bundle.get("/observe/health/live").statusCode()).isEqualTo(200);
    }

    private static void assertThatItCompletes(TestCall call) {
        call.awaitOperation("join", "completed").meetingIs("established").awaitOperation("invite-caller", "running");
        call.tell(call.endItem("invite-caller", "completed"));
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.requests()).hasSize(3);
        assertThat(call.deadLetters()).isEmpty();
    }

    private static HttpResponse<String> tellEstablished(TestCall call) {
        return call.post("", call.callItem("updated", call.callerCallId(), "established"));
    }

    private List<TestCall> calls() {
        return Stream.of("/app", "/applications/" + TestBundle.APP_ID, "/communications")
                .map(prefix -> new TestCall(bundle, prefix))
                .toList();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(LONG)
                .start();
    }
}
