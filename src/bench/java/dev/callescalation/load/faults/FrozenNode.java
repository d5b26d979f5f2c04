package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.Latencies;
import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Two programs share one PostgreSQL; one of them is frozen inside a transaction, and wakes up later. */
final class FrozenNode implements FaultRun {

    private static final int ESCALATIONS = 400;
    private static final int AT_ONCE = 16;

    /** Longer than a node that is silent counts as alive. */
    private static final Duration FROZEN = Duration.ofSeconds(90);

    private static final Duration MOMENT = Duration.ofMillis(500);
    private static final int CALLS_IN_A_MOMENT = 8;
    private static final int MOST_TRIES = 500;
    private static final long LONGEST_GAP_MS = 30;
    private static final long TIME_OF_A_STATEMENT_MS = 20;

    private static final String NAMED = "&ApplicationName=freezes";

    /** A client that is frozen sends no further statement: PostgreSQL waits for it, with the locks that it has. */
    private static final String HOLDS_LOCKS = "select count(*) from pg_stat_activity where application_name = 'freezes'"
            + " and state = 'idle in transaction' and backend_xid is not null";

    @Override
    public String name() {
        return "frozen-node";
    }

    @Override
    public String proves() {
        return "Two programs on one PostgreSQL; one of them is frozen inside a transaction (SIGSTOP), gets no"
                + " notifications from then on, and wakes up " + FROZEN.toSeconds() + " s later (SIGCONT).";
    }

    @Override
    public LoadStore store(Path folder) throws IOException {
        return LoadStore.postgresql();
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int quarter = settings.escalationsOr(ESCALATIONS) / 4;
        try (Nodes nodes = new Nodes(stage)) {
            BundleProcess stays = nodes.start("stays");
            BundleProcess freezes = nodes.start(
                    "freezes", Map.of("CALLS_STORE_URL", store.environment().get("CALLS_STORE_URL") + NAMED));
            stage.callers().call(quarter, AT_ONCE);
            findings.fact("202 before, ms p50 / p99, worst", replyTimes(stage));
            int tries = stage.callers()
                    .callWhile(
                            () -> {
                                int needed = freeze(freezes, store, new Random(settings.seed()));
                                nodes.spreadOver(List.of(stays));
                                return needed;
                            },
                            0,
                            () -> stage.callers().callFor(MOMENT, CALLS_IN_A_MOMENT));
            findings.fact("tries until it was frozen inside a transaction", tries);
            Map<Integer, Integer> statuses = stage.callers().statuses();
            stage.callers().takeReplyTimes(202);
            List<WatchedCall> meanwhile = stage.callers().callFor(FROZEN, 2 * quarter);
            findings.fact("202 while it is frozen, ms p50 / p99, worst", replyTimes(stage));
            findings.fact("replies while it is frozen", difference(stage.callers().statuses(), statuses));
            judge(meanwhile, findings);
            signal(freezes, "CONT");
            nodes.spreadOver(nodes.all());
            stage.callers().call(quarter, AT_ONCE);
            findings.fact("202 when it is awake, ms p50 / p99, worst", replyTimes(stage));
            stage.awaitQuiet();
            findings.expectEscalated(meanwhile, Kept.phases(store), "the other node escalates all calls");
        }
        findings.fact("times that the other one took over", stage.logged("stays", "of a dead node"));
    }

    private static String replyTimes(Stage stage) {
        return new Latencies(stage.callers().takeReplyTimes(202)).withWorst();
    }

    /** Tries until the node is within a transaction that has changed something. */
    private static int freeze(BundleProcess node, LoadStore store, Random random) throws Exception {
        try (Connection connection = store.connect()) {
            for (int tries = 1; tries <= MOST_TRIES; tries++) {
                signal(node, "STOP");
                TimeUnit.MILLISECONDS.sleep(TIME_OF_A_STATEMENT_MS);
                if (holdsLocks(connection)) {
                    return tries;
                }
                signal(node, "CONT");
                TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_GAP_MS));
            }
        }
        throw new IllegalStateException("In " + MOST_TRIES + " tries it was never within a transaction.");
    }

    private static boolean holdsLocks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(HOLDS_LOCKS)) {
            count.next();
            return count.getInt(1) > 0;
        }
    }

    private static void signal(BundleProcess node, String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, String.valueOf(node.pid())).start().waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " has ended with " + code);
        }
    }

    private static Map<Integer, Integer> difference(Map<Integer, Integer> later, Map<Integer, Integer> earlier) {
        Map<Integer, Integer> difference = new HashMap<>(later);
        earlier.forEach((status, count) -> difference.merge(status, -count, Integer::sum));
        difference.values().removeIf(count -> count == 0);
        return difference;
    }

    private static void judge(List<WatchedCall> meanwhile, RunFindings findings) throws InterruptedException {
        Stage.await(Duration.ofSeconds(5), () -> meanwhile.stream().allMatch(WatchedCall::isAcknowledged));
        long taken = meanwhile.stream().filter(WatchedCall::isAcknowledged).count();
        findings.fact("calls while it is frozen, acknowledged", meanwhile.size() + ", " + taken);
        findings.expect(
                taken == meanwhile.size(),
                "the other node takes all calls",
                taken + " of " + meanwhile.size() + " were acknowledged");
    }
}
