package dev.callescalation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.routes.NextReply;
import dev.callescalation.sandbox.CommandKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MetricsTest {

    /** Nobody else's calls are counted in it. */
    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with("calls.meeting.subject=counted");

    @RegisterExtension
    static final BundleExtension OFF = BundleExtension.with("calls.metrics.enabled=false");

    @RegisterExtension
    static final BundleExtension LOCKED = BundleExtension.with("calls.control.token=locked");

    @EachPrefix
    void countsAndTimesAnEscalation(String prefix) {
        // given
        Scrape before = scrape();
        // when
        ended(prefix);
        // then
        String dialect = BUNDLE.call(prefix).byDialect("app", "communications");
        await().untilAsserted(() -> {
            Scrape after = scrape();
            for (String series : new String[] {
                "calls_answer_seconds_count",
                "calls_answer_seconds_bucket{le=\"15.0\"}",
                "calls_escalation_seconds_count{outcome=\"moved\"}",
                "calls_escalations_ended_total{failed_in=\"none\",outcome=\"ended\"}",
                "calls_moments_total{moment=\"caller-moved\"}",
                "calls_moments_total{moment=\"escalation-ended\"}",
                "calls_commands_total{code=\"none\",command=\"join\",result=\"2xx\"}",
                "calls_command_seconds_count{command=\"invite-caller\",result=\"2xx\"}",
                "calls_notifications_total{dialect=\"" + dialect + "\",kind=\"commsOperation\",result=\"decided\"}"
            }) {
                assertThat(after.value(series) - before.value(series))
                        .as(series)
                        .isEqualTo(1);
            }
            for (String series : new String[] {
                "calls_notifications_total{dialect=\"" + dialect + "\",kind=\"call\",result=\"decided\"}",
                "calls_webhook_request_seconds_count{status=\"202\"}",
                "calls_store_commit_seconds_count"
            }) {
                assertThat(after.value(series) - before.value(series))
                        .as(series)
                        .isGreaterThanOrEqualTo(4);
            }
        });
    }

    @EachPrefix
    void hasAsManySeriesAfterMoreCalls(String prefix) {
        // the last ones of a call are counted after its phase is known
        ended(prefix);
        ended(prefix);
        Set<String> series = counted();
        IntStream.range(0, 10).forEach(i -> ended(prefix));
        assertThat(counted()).isEqualTo(series).hasSizeGreaterThan(50);
    }

    private static void ended(String prefix) {
        BUNDLE.call(prefix).untilEscalated().callerDeleted().meetingDeleted().awaitPhase("ended");
    }

    /** Without what is asked of the database every 15 s, by phase. */
    private static Set<String> counted() {
        Set<String> series = new TreeSet<>(scrape().series());
        series.removeIf(one -> !one.startsWith("calls_") || one.matches("calls_(escalations_open|deadlines_oldest).*"));
        return series;
    }

    @EachPrefix
    void countsACallerWhoIsMissed(String prefix) {
        // given
        String missed = "calls_escalations_ended_total{failed_in=\"answering\",outcome=\"missed\"}";
        Scrape before = scrape();
        // when
        BUNDLE.call(prefix).incoming().callerDeleted().awaitPhase("missed");
        // then
        String time = "calls_escalation_seconds_count{outcome=\"missed\"}";
        await().untilAsserted(() -> {
            assertThat(scrape().value(missed) - before.value(missed)).isEqualTo(1);
            assertThat(scrape().value(time) - before.value(time)).isEqualTo(1);
        });
    }

    @EachPrefix
    void namesTheCodeOfGraphsErrorWhenItIsKnown(String prefix) {
        TestCall known = BUNDLE.call(prefix);
        fails(known, 403, "7504");
        TestCall unknown = BUNDLE.call(prefix);
        fails(unknown, 400, "made up " + UUID.randomUUID());
        await().untilAsserted(() -> assertThat(scrape().series())
                .contains(
                        "calls_commands_total{code=\"7504\",command=\"answer\",result=\"4xx\"}",
                        "calls_commands_total{code=\"other\",command=\"answer\",result=\"4xx\"}")
                .noneMatch(series -> series.contains("made")));
    }

    private static void fails(TestCall call, int status, String code) {
        new NextReply(BUNDLE, call, CommandKind.ANSWER)
                .is(status, Map.of(), "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}}");
        call.incoming().awaitOperation("answer", "failed");
    }

    @Test
    void countsRequestsThatAreRefused() {
        String refused = "calls_webhook_refused_total{reason=\"token\"}";
        double before = scrape().value(refused);
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(URI.create(BUNDLE.bundle().webhook()))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build());
        assertThat(reply.statusCode()).isEqualTo(401);
        await().untilAsserted(() -> assertThat(scrape().value(refused) - before).isEqualTo(1));
    }

    @Test
    void writesTheFormThatIsAskedFor() {
        assertThat(get(BUNDLE, "text/html").headers().firstValue("Content-Type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
        HttpResponse<String> open = get(
                BUNDLE,
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
        assertThat(open.headers().firstValue("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void needsTheTokenOfTheControlPort() {
        HttpRequest.Builder request = HttpRequest.newBuilder(LOCKED.bundle().control("/observe/metrics"));
        assertThat(LOCKED.bundle().send(request.build()).statusCode()).isEqualTo(401);
        request.header("Authorization", "Bearer locked");
        assertThat(LOCKED.bundle().send(request.build()).body()).contains("calls_store_up");
    }

    @Test
    void countsNothingWhenTurnedOff() {
        OFF.call("/communications").untilEscalated();
        assertThat(OFF.bundle().get("/observe/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void aLabelHasSomeValuesAndThenOther() {
        try (Metrics metrics = new Metrics()) {
            MeterRegistry registry = metrics.registry();
            Family<Counter> counters = Family.counters(registry, "calls_things", "Things", "thing");
            IntStream.range(0, 150).forEach(i -> counters.of("thing-" + i).increment());
            assertThat(registry.find("calls_things").counters()).hasSize(101);
            assertThat(counters.of("thing-149")).isSameAs(counters.of("thing-148"));
            assertThat(counters.of("thing-149").count()).isEqualTo(50);
        }
    }

    private static Scrape scrape() {
        return Scrape.of(BUNDLE.bundle());
    }

    private static HttpResponse<String> get(BundleExtension bundle, String accept) {
        TestBundle running = bundle.bundle();
        return running.send(HttpRequest.newBuilder(running.control("/observe/metrics"))
                .header("Accept", accept)
                .build());
    }
}
