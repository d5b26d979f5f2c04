package dev.callescalation.store;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
}
