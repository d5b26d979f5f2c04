package dev.callescalation.store;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.control.Viewer;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two bundles on one PostgreSQL, with one Graph. */
class TwoNodesTest {

    private static EmbeddedPostgres postgres;
    private static TestBundle one;
    private static TestBundle other;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        Map<String, String> settings = new HashMap<>(Map.of(
                "calls.store.url",
                postgres.getJdbcUrl("postgres", "postgres"),
                "calls.graph.resend-period-ms",
                "20",
                "calls.graph.probe-seconds",
                "1",
                "calls.escalation.answer-deadline-seconds",
                "60"));
        one = TestBundle.start(Path.of(""), settings);
        settings.put("calls.graph.url", one.sandbox().url());
        settings.put("calls.login.url", one.sandbox().url());
        other = TestBundle.start(Path.of(""), settings);
    }

    @AfterAll
    static void stop() throws IOException {
        other.close();
        one.close();
        postgres.close();
    }

    @EachPrefix
    void aTenantThatGraphThrottlesWaitsOnBothUntilGraphTakesACommand(String prefix) {
        // given
        String tenant = UUID.randomUUID().toString();
        TestCall here = one.call(prefix).ofTenant(tenant);
        TestCall there = other.call(prefix).ofTenant(tenant);
        List.of(here, there).forEach(TwoNodesTest::throttle);
        // when
        here.incoming();
        // then
        for (TestBundle node : List.of(one, other)) {
            await().until(() -> health(node).contains("Graph throttles 1 tenant(s)."));
        }
        there.incoming();
        await().until(() -> there.timeline().contains("tenant held back"));
        other.call(prefix).ofTenant(UUID.randomUUID().toString()).incoming().awaitOperation("answer", "completed");
        // when
        one.sandbox().clearFaults();
        // then
        for (TestBundle node : List.of(one, other)) {
            await().until(() -> !health(node).contains("throttles"));
        }
        List.of(here, there).forEach(call -> call.awaitOperation("answer", "completed"));
    }

    private static void throttle(TestCall call) {
        Map<String, String> wait = Map.of("Retry-After", "1e9");
        one.sandbox()
                .fault(
                        call.scenarioId(),
                        new Fault.Reply(CommandKind.ANSWER, 429, wait, null, Repetition.percent(100)));
    }

    private static String health(TestBundle node) {
        return node.get("/observe/health/ready").body();
    }

    @Test
    void eachShowsWhereBothAreAndWhatTheyRun() {
        for (TestBundle asked : List.of(one, other)) {
            for (TestBundle node : List.of(one, other)) {
                String id = json(node.get("/session").body()).path("node").asText();
                JsonNode bundle = json(node.get("/bundle").body());
                JsonNode shown = await().until(() -> node(asked, id), found -> found.has("files"));
                assertThat(shown.path("this").asBoolean()).isEqualTo(asked == node);
                assertThat(shown.path("files")).isEqualTo(bundle.path("version"));
                assertThat(shown.path("program"))
                        .isEqualTo(json(node.get("/session").body()).path("version"));
                assertThat(shown.path("address").asText())
                        .isEqualTo(node.control("/").toString());
                assertThat(shown.path("host").asText()).isNotEmpty();
            }
        }
    }

    private static JsonNode node(TestBundle asked, String id) {
        for (JsonNode node : json(asked.get("/nodes").body()).path("nodes")) {
            if (node.path("id").asText().equals(id)) {
                return node;
            }
        }
        return json("{}");
    }

    @EachPrefix
    void aViewerIsToldWhatTheOtherNodeDecides(String prefix) throws Exception {
        try (Viewer viewer = new Viewer(other)) {
            viewer.await("bundle", "refused", "false");
            // when
            TestCall call = one.call(prefix).incoming().awaitOperation("answer", "completed");
            call.callerIs("terminated").awaitPhase("missed");
            // then
            JsonNode event = viewer.await("escalation", "phase", "missed");
            assertThat(event.path("id").asText()).isEqualTo(call.escalationId());
        }
    }

    @Test
    void aViewerWhoIsTooSlowIsLetGoAndHoldsUpNoOther() throws Exception {
        // given
        int rounds = 4;
        String text = "x".repeat(1_500_000);
        try (JdbcStore third = new JdbcStore();
                Viewer viewer = new Viewer(one);
                Socket slow = new Socket()) {
            third.setUrl(postgres.getJdbcUrl("postgres", "postgres"));
            third.open();
            ask(slow, one.control("/events"));
            // what it has not looked at before, it cannot tell to have changed
            viewer.await("bundle", "refused", "false");
            // when: it reads nothing
            Escalation before =
                    EscalationStoreContract.escalation(UUID.randomUUID().toString());
            third.commit(new Commit(null, before, EscalationStoreContract.entry(before), List.of(), null));
            for (int round = 1; round <= rounds; round++) {
                Escalation after = failed(before, round + text);
                third.commit(new Commit(before, after, EscalationStoreContract.entry(after), List.of(), null));
                // then
                viewer.await("escalation", "failure", round + text);
                before = after;
            }
            assertThat(readToTheEnd(slow)).isLessThan((long) rounds * text.length());
        }
    }

    private static void ask(Socket slow, URI events) throws IOException {
        slow.setReceiveBufferSize(4_096);
        slow.connect(new InetSocketAddress(events.getHost(), events.getPort()));
        String request = "GET " + events.getPath() + " HTTP/1.1\r\nHost: " + events.getAuthority() + "\r\n\r\n";
        slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        slow.getOutputStream().flush();
    }

    /** How many bytes were on their way; a connection that has no end fails. */
    private static long readToTheEnd(Socket slow) throws IOException {
        slow.setSoTimeout(10_000);
        long bytes = 0;
        byte[] buffer = new byte[65_536];
        InputStream body = slow.getInputStream();
        try {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
            }
        } catch (SocketException e) {
            // reset is an end too
        }
        return bytes;
    }

    private static Escalation failed(Escalation before, String failure) {
        return new Escalation(
                before.id(),
                before.version() + 1,
                "failed",
                true,
                before.origin(),
                before.callerCall(),
                before.meetingCall(),
                before.roster(),
                before.media(),
                before.remembered(),
                before.waiting(),
                before.operations(),
                failure,
                null,
                null,
                EscalationStoreContract.NOW,
                "");
    }
}
