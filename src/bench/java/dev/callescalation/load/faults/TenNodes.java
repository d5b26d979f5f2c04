package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an escalation costs on more and more nodes, which share one PostgreSQL. */
final class TenNodes implements FaultRun {

    private static final List<Integer> STEPS = List.of(1, 2, 4, 10);
    private static final int ESCALATIONS = 400;
    private static final int CALLS_A_SECOND = 20;
    private static final int WARM_UP_OF_A_NODE = 200;
    private static final int AT_ONCE = 16;
    private static final double MOST_GROWTH = 1.25;

    private static final Pattern CONFLICTS =
            Pattern.compile("^calls_store_conflicts_total(?:\\{[^}]*})? ([\\d.E]+)$", Pattern.MULTILINE);

    @Override
    public String name() {
        return "ten-nodes";
    }

    @Override
    public String proves() {
        return "1, 2, 4 and 10 programs on one PostgreSQL, " + CALLS_A_SECOND + " calls a second; each notification"
                + " goes to any of them at random. CPU time of all programs for an escalation, once each has worked"
                + " off " + WARM_UP_OF_A_NODE + ". With -XX:TieredStopAtLevel=1, so that what the compilers do does"
                + " not count.";
    }

    @Override
    public LoadStore store(Path folder) throws IOException {
        return LoadStore.postgresql();
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int calls = settings.escalationsOr(ESCALATIONS);
        List<Double> costs = new ArrayList<>();
        try (Nodes nodes = new Nodes(stage)) {
            for (int count : STEPS) {
                while (nodes.all().size() < count) {
                    nodes.start("node-" + nodes.all().size(), Stage.ONE_OF_SEVERAL);
                }
                // each of the new ones gets its share of all
                int warmUp = WARM_UP_OF_A_NODE * count;
                stage.callers().call(warmUp, AT_ONCE);
                stage.awaitQuiet();
                Duration cpu = cpu(nodes);
                double conflicts = conflicts(nodes);
                stage.callers().callFor(Duration.ofSeconds(calls / CALLS_A_SECOND), calls);
                stage.awaitQuiet();
                double millis = cpu(nodes).minus(cpu).toNanos() / 1e6 / calls;
                costs.add(millis);
                findings.fact(
                        count + " nodes: CPU of an escalation, ms; conflicts",
                        String.format("%.1f; %.3f", millis, (conflicts(nodes) - conflicts) / calls));
            }
        }
        double growth = costs.get(costs.size() - 1) / costs.get(0);
        findings.fact("cost on ten nodes by that on one", String.format("%.2f", growth));
        findings.expect(
                growth < MOST_GROWTH,
                "the cost of an escalation grows by less than a quarter",
                "it is " + growth + " times that on one node");
    }

    private static Duration cpu(Nodes nodes) {
        return nodes.all().stream().map(BundleProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private static double conflicts(Nodes nodes) throws InterruptedException {
        double sum = 0;
        for (BundleProcess node : nodes.all()) {
            TimedReply scrape = TimedReply.to(node, "/observe/metrics");
            if (scrape.status() != 200) {
                throw new IllegalStateException("A node shows no metrics: " + scrape);
            }
            Matcher conflicts = CONFLICTS.matcher(scrape.body());
            sum += conflicts.find() ? Double.parseDouble(conflicts.group(1)) : 0;
        }
        return sum;
    }
}
