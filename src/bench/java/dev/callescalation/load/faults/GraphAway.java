package dev.callescalation.load.faults;

import dev.callescalation.load.Latencies;
import dev.callescalation.load.LoadStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Graph cannot be reached for a while: at first it refuses connections, then it takes them and is silent. */
final class GraphAway implements FaultRun {

    private static final int PER_SECOND = 10;
    private static final Duration BEFORE = Duration.ofSeconds(8);
    private static final Duration AFTER = Duration.ofSeconds(8);
    private static final Duration RINGS = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "graph-away";
    }

    @Override
    public String proves() {
        return "Graph takes no commands for a while and goes on telling of new calls; half of the time it refuses"
                + " connections, half of it it takes them and is silent.";
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        Duration half = settings.away().dividedBy(2);
        Duration all = BEFORE.plus(settings.away()).plus(AFTER);
        int calls = settings.escalationsOr((int) (all.toSeconds() * PER_SECOND));
        long gap = all.toMillis() / calls;
        try (Wire wire = new Wire(stage.sandbox().port())) {
            Map<String, String> environment = new HashMap<>(Stage.LATE_DEADLINES);
            environment.put("CALLS_GRAPH_URL", wire.url());
            stage.startedBundle(name(), environment);
            call(stage, BEFORE, gap);
            findings.fact("202 before, p50 / p99, ms", replyTimes(stage));
            wire.refuse();
            call(stage, half, gap);
            wire.keepSilent();
            call(stage, half, gap);
            wire.mend();
            findings.fact("202 meanwhile, p50 / p99, ms", replyTimes(stage));
            Set<String> earlier = stage.callers().calls().stream()
                    .map(WatchedCall::scenarioId)
                    .collect(Collectors.toSet());
            call(stage, AFTER, gap);
            stage.awaitQuiet();
            judge(settings, stage, Kept.all(store), earlier, findings);
        }
    }

    private static String replyTimes(Stage stage) {
        return new Latencies(stage.callers().takeReplyTimes(202)).toString();
    }

    /** Whatever becomes of the calls, the next one comes at its time. */
    private static void call(Stage stage, Duration time, long gap) throws Exception {
        int calls = (int) (time.toMillis() / gap);
        stage.callers().call(calls, calls, gap, next -> {});
    }

    private void judge(
            FaultSettings settings, Stage stage, Collection<Kept> kept, Set<String> earlier, RunFindings findings)
            throws Exception {
        findings.expect(
                stage.callers().statuses().keySet().equals(Set.of(202)),
                "the webhook answers 202 all the time",
                "it answered " + stage.callers().statuses());
        List<Kept> missed =
                kept.stream().filter(one -> one.phase().equals("missed")).toList();
        findings.expect(
                !missed.isEmpty() || settings.away().compareTo(RINGS.multipliedBy(2)) < 0,
                "calls that rang in vain end as missed",
                "none of them did");
        Map<String, String> phases = kept.stream().collect(Collectors.toMap(Kept::scenarioId, Kept::phase));
        stage.callers().calls().stream()
                .filter(call ->
                        call.asked().stream().noneMatch(one -> one.name().equals("answer") && one.accepted()))
                .filter(call -> !"missed".equals(phases.get(call.scenarioId())))
                .forEach(call -> findings.broken(
                        "calls that rang in vain end as missed",
                        call.scenarioId() + " is " + phases.get(call.scenarioId())));
        missed.stream()
                .filter(one -> one.summaries().stream().noneMatch(GraphAway::tellsOfTheEnd))
                .forEach(one -> findings.broken(
                        "the journal says why a call was missed", one.scenarioId() + ": " + one.summaries()));
        kept.stream()
                .filter(one -> !earlier.contains(one.scenarioId()))
                .filter(one -> !List.of("escalated", "ended").contains(one.phase()))
                .forEach(one -> findings.broken(
                        "calls that come later are escalated as ever", one.scenarioId() + " is " + one.phase()));
        long spared = stage.logged(name(), "does not permit further calls");
        findings.fact("requests that the circuit breaker spared", spared);
        findings.expect(spared > 0, "the circuit breaker opens", "the log does not tell of it");
    }

    private static boolean tellsOfTheEnd(String summary) {
        return summary.contains("terminated") || summary.contains("expired") || summary.contains("gone");
    }
}
