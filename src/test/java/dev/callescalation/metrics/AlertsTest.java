package dev.callescalation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.callescalation.Programs;
import dev.callescalation.TestBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules and the board of ops/, with the tools of Prometheus. Without them it is skipped, but not in CI. */
class AlertsTest {

    private static final Path RULES = Path.of("ops/prometheus/rules.yaml");
    private static final Path BOARD = Path.of("ops/grafana/board.json");
    private static final String COMPARISON = " [<>]=? [0-9.]+\\)?$| == 1$";

    /** On a machine that does much else. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    @BeforeAll
    static void needsPrometheus() {
        Programs.require("prometheus", "promtool");
    }

    @Test
    void theRulesAreRules() throws Exception {
        assertThat(Prometheus.promtool("", "check", "rules", RULES.toString())).contains("SUCCESS");
    }

    @Test
    void eachAlertFiresOnWhatItIsAboutAndNoneOnAQuietDay() throws Exception {
        Path tests = RULES.resolveSibling("rules_test.yaml");
        Set<String> tested = new TreeSet<>();
        new YAMLMapper()
                .readTree(tests.toFile())
                .path("tests")
                .forEach(test -> tested.add(test.path("name").asText()));
        assertThat(tested)
                .contains("a quiet day")
                .containsAll(alerts().map(AlertsTest::name).toList());
        assertThat(Prometheus.promtool("", "test", "rules", tests.toString())).contains("SUCCESS");
    }

    @Test
    void eachAlertHasARunbook() throws Exception {
        String operations = Files.readString(Path.of("docs/operations.md"));
        alerts().forEach(alert -> {
            String words = name(alert).replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
            String heading = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("docs/operations.md#" + words.replace(' ', '-'));
            String severity = "page".equals(alert.at("/labels/severity").asText()) ? "*Page.*" : "*Ticket.*";
            assertThat(operations).contains("### " + heading + "\n\n" + severity);
            assertThat(operations.split("### " + heading + "\n")[1].split("\n##")[0])
                    .contains("curl ");
        });
    }

    @Test
    void everyExpressionHasASample() throws Exception {
        try (TestBundle bundle = Traffic.start(Path.of(""), Map.of())) {
            // what is counted for the first time has no rate yet
            Traffic.play(bundle, "/communications");
            System.gc();
            try (Prometheus prometheus = new Prometheus(folder, bundle.control("/observe/metrics"))) {
                await().atMost(LONGEST)
                        .until(() -> prometheus.query("calls_bundle_info").size() == 1);
                Traffic.play(bundle, "/app");
                for (String expression : expressions()) {
                    await().atMost(LONGEST)
                            .untilAsserted(() -> assertThat(prometheus.query(expression))
                                    .as(expression)
                                    .isNotEmpty());
                }
                assertThat(prometheus.get("/api/v1/rules").at("/data/groups").findValuesAsText("health"))
                        .hasSize((int) alerts().count())
                        .containsOnly("ok");
            }
            String ours = bundle.get("/observe/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.matches("(# (HELP|TYPE) )?calls_.*"))
                    .reduce("", (text, line) -> text + line + "\n");
            assertThat(Prometheus.promtool(ours, "check", "metrics")).isEmpty();
        }
    }

    /** Of the board, and of the alerts without their limits. */
    private static List<String> expressions() throws Exception {
        List<String> expressions = new ArrayList<>();
        new YAMLMapper()
                .readTree(BOARD.toFile()).findValuesAsText("expr").stream()
                        .map(expression ->
                                expression.replace("$__rate_interval", "1m").replace("$job", "call-escalation"))
                        .forEach(expressions::add);
        assertThat(expressions).hasSizeGreaterThan(40);
        alerts().map(alert -> alert.path("expr").asText())
                .flatMap(expression -> Stream.of(expression.split("\\s+and ")))
                .map(expression -> expression.replaceFirst("^absent\\((.*)\\)$", "$1"))
                .forEach(expression -> {
                    assertThat(expression).containsPattern(COMPARISON);
                    expressions.add(expression.replaceFirst(COMPARISON, "").replaceFirst("^\\((?=sum)", ""));
                });
        return expressions;
    }

    private static Stream<JsonNode> alerts() throws Exception {
        return StreamSupport.stream(
                        new YAMLMapper().readTree(RULES.toFile()).path("groups").spliterator(), false)
                .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false));
    }

    private static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }
}
