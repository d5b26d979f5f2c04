package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.nio.file.Path;

/** Two programs share one PostgreSQL, and one of them is killed. */
final class TwoNodes implements FaultRun {

    private static final int ESCALATIONS = 600;
    private static final int AT_ONCE = 32;

    @Override
    public String name() {
        return "two-nodes";
    }

    @Override
    public String proves() {
        return "Two programs on one PostgreSQL; each notification goes to either of them at random, and one of them is"
                + " killed with kill -9 half way and stays away.";
    }

    @Override
    public LoadStore store(Path folder) throws IOException {
        return LoadStore.postgresql();
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int calls = settings.escalationsOr(ESCALATIONS);
        try (Nodes nodes = new Nodes(stage)) {
            nodes.start("stays");
            BundleProcess goes = nodes.start("goes");
            stage.callers().call(calls, AT_ONCE, 0, next -> {
                if (next == calls / 2) {
                    goes.kill();
                }
            });
            stage.awaitQuiet();
            findings.fact("times that the other one took over", stage.logged("stays", "of a dead node"));
        }
    }
}
