package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.Latencies;
import dev.callescalation.load.LoadStore;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Graph is in trouble for one of seven tenants, in three ways by turns. */
final class OneTenant implements FaultRun {

    private static final int ESCALATIONS = 400;
    private static final int AT_ONCE = 8;
    private static final int TIMES = 5;
    private static final Duration EACH = Duration.ofSeconds(16);
    private static final String ILL = Callers.tenant(3);
    private static final String UNCHANGED = "the others' calls take no longer than without the trouble";

    /** Twice as long, or as little as this, is nothing but the machine. */
    private static final double NOISE_MS = 300;

    @Override
    public String name() {
        return "one-tenant";
    }

    @Override
    public String proves() {
        return "For one tenant, Graph breaks the connections, then never replies, then answers 429 with Retry-After"
                + " 1000000000, " + EACH.toSeconds() + " s each; the others call beside it.";
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int calls = settings.escalationsOr(ESCALATIONS) / TIMES;
        try (FaultyGraph graph = new FaultyGraph(stage.sandbox().url())) {
            Map<String, String> environment = new HashMap<>(Stage.LATE_DEADLINES);
            environment.putAll(graph.environment());
            // so that the wait for the next probe is shorter than a call rings
            environment.put("CALLS_GRAPH_PROBE_SECONDS", "5");
            BundleProcess bundle = stage.startedBundle(name(), environment);
            // in peace, so that the program is warm and has a token of each tenant
            stage.callers().call(calls, AT_ONCE);
            List<List<WatchedCall>> peace = new ArrayList<>();
            List<List<WatchedCall>> trouble = new ArrayList<>();
            peace.add(stage.callers().callFor(EACH, calls));
            for (Handler<HttpServerRequest> how :
                    List.of(FaultyGraph.RESET, FaultyGraph.SILENCE, FaultyGraph.THROTTLE)) {
                graph.treat(request -> request.tenantId().equals(ILL) && !request.login(), how);
                trouble.add(stage.callers().callFor(EACH, calls));
                judge(bundle, how == FaultyGraph.THROTTLE, findings);
                graph.mend();
            }
            peace.add(stage.callers().callFor(EACH, calls));
            stage.awaitQuiet();
            judge(peace, trouble, findings);
            judge(peace, trouble, Kept.phases(store), findings);
        }
        for (String line : List.of(" is throttled by Graph", " is no longer throttled by Graph")) {
            long logged = stage.logged(name(), "tenant=" + ILL + line);
            findings.expect(logged > 0, "the log names the tenant that is throttled", "no line says" + line);
        }
    }

    private static void judge(BundleProcess bundle, boolean throttled, RunFindings findings)
            throws InterruptedException {
        TimedReply health =
                TimedReply.to(bundle, "/observe/health");
        findings.expect(health.status() == 200, "the trouble of one tenant leaves health UP", health.toString());
        findings.expect(
                !throttled || health.body().contains("Graph throttles 1 tenant"),
                "health counts the tenants that are throttled",
                health.toString());
    }

    /** How long the calls of the others took, from the ring to the end of the caller's old call. */
    private static Latencies others(List<WatchedCall> calls) {
        return new Latencies(calls.stream()
                .filter(call -> !call.tenantId().equals(ILL))
                .map(WatchedCall::tookNanos)
                .toList());
    }

    private static void judge(
            List<List<WatchedCall>> peace, List<List<WatchedCall>> trouble, RunFindings findings) {
        List<Latencies> without = peace.stream().map(OneTenant::others).toList();
        List<Latencies> beside = trouble.stream().map(OneTenant::others).toList();
        findings.fact("the others' calls, ms p50 / p99, before and afterwards", without);
        findings.fact("the same beside resets, silence, 429", beside);
        for (double percent : new double[] {50, 90}) {
            double usual = without.stream().mapToDouble(times -> times.percentile(percent)).max().orElseThrow();
            for (Latencies times : beside) {
                findings.expect(
                        times.percentile(percent) <= Math.max(2 * usual, usual + NOISE_MS),
                        UNCHANGED,
                        "p" + (int) percent + " was " + times.percentile(percent) + " ms, and " + usual + " without");
            }
        }
    }

    private static void judge(
            List<List<WatchedCall>> peace,
            List<List<WatchedCall>> trouble,
            Map<String, String> phases,
            RunFindings findings) {
        Map<Boolean, List<WatchedCall>> meanwhile = trouble.stream()
                .flatMap(List::stream)
                .collect(Collectors.partitioningBy(call -> call.tenantId().equals(ILL)));
        findings.expectEscalated(meanwhile.get(false), phases, "the others' calls are escalated as ever");
        findings.fact(
                "calls of the tenant in trouble",
                meanwhile.get(true).stream()
                        .collect(Collectors.groupingBy(
                                call -> String.valueOf(phases.get(call.scenarioId())), Collectors.counting())));
        findings.expectEscalated(
                peace.stream().flatMap(List::stream).toList(),
                phases,
                "without the trouble, and when it is over, all calls are escalated");
    }
}
