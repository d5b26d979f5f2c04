package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.Latencies;
import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two programs share one PostgreSQL; one of them is killed ten times, and nobody is left ringing. */
final class NodeKilled implements FaultRun {

    private static final int CALLS_A_SECOND = 20;
    private static final int ESCALATIONS = 2_000;
    private static final int KILLS = 10;

    /** Once both are there, a node that has just come watches the other one before the next is killed. */
    private static final long BOTH_ARE_THERE_MS = 4_000;

    private static final int LONGEST_DELAY_MS = 2_000;

    private static final long UNTIL_THE_BALANCER_NOTICES_MS = 1_000;

    /** Graph gives up 15 s after it has told of the call. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "node-killed";
    }

    @Override
    public String proves() {
        return "Two programs on one PostgreSQL, " + CALLS_A_SECOND + " calls a second; " + KILLS + " times one of them,"
                + " by turns, is killed with kill -9 at a random moment and started again. A second later the balancer"
                + " leaves it out, until it is ready.";
    }

    @Override
    public LoadStore store(Path folder) throws IOException {
        return LoadStore.postgresql();
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int calls = settings.escalationsOr(ESCALATIONS);
        try (Nodes nodes = new Nodes(stage)) {
            nodes.start("first", Stage.ONE_OF_SEVERAL);
            nodes.start("second", Stage.ONE_OF_SEVERAL);
            int kills = stage.callers()
                    .callWhile(
                            () -> kill(nodes, stage),
                            calls,
                            () -> stage.callers().callFor(Duration.ofSeconds(1), CALLS_A_SECOND));
            findings.fact("kills", kills);
            stage.awaitQuiet();
        }
        judge(stage, findings);
        findings.fact(
                "times that the other one took over",
                stage.logged("first", "of a dead node") + stage.logged("second", "of a dead node"));
    }

    private static int kill(Nodes nodes, Stage stage) throws Exception {
        for (int i = 0; i < KILLS; i++) {
            TimeUnit.MILLISECONDS.sleep(BOTH_ARE_THERE_MS + stage.random().nextInt(LONGEST_DELAY_MS));
            BundleProcess node = nodes.all().get(i % nodes.all().size());
            node.kill();
            TimeUnit.MILLISECONDS.sleep(UNTIL_THE_BALANCER_NOTICES_MS);
            nodes.spreadOver(
                    nodes.all().stream().filter(other -> other != node).toList());
            node.start();
            nodes.spreadOver(nodes.all());
        }
        return KILLS;
    }

    private static void judge(Stage stage, RunFindings findings) {
        List<WatchedCall> taken = stage.callers().calls().stream()
                .filter(WatchedCall::isAcknowledged)
                .toList();
        for (WatchedCall call : taken) {
            findings.expect(
                    call.answerNanos() >= 0,
                    "each caller whose call was acknowledged is answered",
                    call.scenarioId() + " was never answered");
            findings.expect(
                    call.answerNanos() <= LONGEST_ANSWER.toNanos(),
                    "each caller is answered within " + LONGEST_ANSWER.toSeconds() + " s",
                    call.scenarioId() + " was answered after " + Duration.ofNanos(call.answerNanos()));
        }
        findings.fact(
                "from the acknowledgement to the answer, ms p50 / p99, worst",
                new Latencies(taken.stream().map(WatchedCall::answerNanos).toList()).withWorst());
    }
}
