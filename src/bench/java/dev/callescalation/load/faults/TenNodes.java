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
    private static final int ESCALATIONS_OF_A_NODE = 100;
    private static final int CALLS_A_SECOND_OF_A_NODE = 2;
    private static final int WARM_UP_OF_A_NODE = 200;
    private static final int AT_ONCE = 16;
    private static final int IDLE_SECONDS = 10;
    private static final double MOST_GROWTH = 1.25;

    private static final Pattern CONFLICTS =
            Pattern.compile("^calls_store_conflicts_total(?:\\{[^}]*})? ([\\d.E]+)$", Pattern.MULTILINE);

    @Override
    public String name() {
        return "ten-nodes";
    }

    @Override
    public String proves() {
        return "1, 2, 4 and 10 programs on one PostgreSQL, " + CALLS_A_SECOND_OF_A_NODE + " calls a second for each of"
                + " them, since a node that has more to do commits more at once; each notification goes to any of them"
                + " at random. CPU time of all programs for an escalation, once each has worked"
                + " off " + WARM_UP_OF_A_NODE + ", without what they use while nobody calls. With"
                + " -XX:TieredStopAtLevel=1, so that what the compilers do does not count.";
    }

    @Override
    public LoadStore store(Path folder) throws IOException {
        return LoadStore.postgresql();
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int ofANode = settings.escalationsOr(ESCALATIONS_OF_A_NODE);
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
                double idle = idle(nodes);
                double conflicts = conflicts(nodes);
                Duration cpu = cpu(nodes);
                long began = System.nanoTime();
                int calls = ofANode * count;
                stage.callers().callFor(Duration.ofSeconds(ofANode / CALLS_A_SECOND_OF_A_NODE), calls);
                stage.awaitQuiet();
                double seconds = (System.nanoTime() - began) / 1e9;
                double millis = (cpu(nodes).minus(cpu).toNanos() / 1e6 - idle * seconds) / calls;
                costs.add(millis);
                findings.fact(
                        count + " nodes: CPU of an escalation, ms; conflicts; ms a second of a node that is idle",
                        String.format(
                                "%.1f; %.3f; %.1f", millis, (conflicts(nodes) - conflicts) / calls, idle / count));
            }
        }
        double growth = costs.get(costs.size() - 1) / costs.get(0);
        findings.fact("cost on ten nodes by that on one", String.format("%.2f", growth));
        findings.expect(
                growth < MOST_GROWTH,
                "the cost of an escalation grows by less than a quarter",
                "it is " + growth + " times that on one node");
    }

    /** Milliseconds of CPU time in a second in which nobody calls. */
    private static double idle(Nodes nodes) throws InterruptedException {
        Duration before = cpu(nodes);
        Thread.sleep(Duration.ofSeconds(IDLE_SECONDS).toMillis());
        return cpu(nodes).minus(before).toNanos() / 1e6 / IDLE_SECONDS;
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
