package dev.callescalation.load.faults;

import dev.callescalation.load.LoadStore;
import dev.callescalation.load.PostgresPair;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The database server dies, and its synchronous standby takes its place. */
final class DatabaseFailover implements FaultRun {

    private static final int CALLS_A_SECOND = 10;
    private static final int ESCALATIONS = 300;
    private static final Duration BEFORE = Duration.ofSeconds(10);

    /** Whoever promotes the standby needs some time to notice. */
    private static final Duration UNNOTICED = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "database-failover";
    }

    @Override
    public String proves() {
        return "Two programs on a PostgreSQL with a synchronous standby, " + CALLS_A_SECOND + " calls a second; kill -9"
                + " of the primary, and the standby is promoted " + UNNOTICED.toSeconds() + " s later.";
    }

    @Override
    public LoadStore store(Path folder) throws IOException {
        try {
            return PostgresPair.start(true);
        } catch (SQLException e) {
            throw new IOException("The pair of servers cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        PostgresPair servers = (PostgresPair) store;
        try (Nodes nodes = new Nodes(stage)) {
            nodes.start("first", Stage.ONE_OF_SEVERAL);
            nodes.start("second", Stage.ONE_OF_SEVERAL);
            long away = stage.callers()
                    .callWhile(
                            () -> {
                                TimeUnit.MILLISECONDS.sleep(BEFORE.toMillis());
                                return failOver(servers, stage);
                            },
                            settings.escalationsOr(ESCALATIONS),
                            () -> stage.callers().callFor(Duration.ofSeconds(1), CALLS_A_SECOND));
            List<WatchedCall> later = stage.callers().callFor(BEFORE, (int) BEFORE.toSeconds() * CALLS_A_SECOND);
            stage.awaitQuiet();
            findings.fact("from the kill to the next 202, ms", TimeUnit.NANOSECONDS.toMillis(away));
            findings.expectEscalated(later, Kept.phases(store), "calls that come later are escalated as ever");
            findings.expect(
                    nodes.all().get(0).isHealthy() && nodes.all().get(1).isHealthy(),
                    "the programs recover without a restart",
                    "one of them is not healthy in the end");
        }
    }

    /** Until a notification is acknowledged again, in nanoseconds. */
    private static long failOver(PostgresPair servers, Stage stage) throws Exception {
        servers.killPrimary();
        long began = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(UNNOTICED.toMillis());
        int before = stage.callers().replies(202);
        servers.promoteStandby();
        Stage.await(Duration.ofMinutes(2), () -> stage.callers().replies(202) > before);
        return System.nanoTime() - began;
    }
}
