package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.LoadStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The program is told to end, and started again, as for an upgrade. */
final class Stop implements FaultRun {

    private static final int ESCALATIONS = 600;
    private static final int AT_ONCE = 32;

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public String proves() {
        return "SIGTERM under load, twice, each time with a restart.";
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int calls = settings.escalationsOr(ESCALATIONS);
        Set<Integer> moments = Set.of(calls / 3, 2 * calls / 3);
        BundleProcess bundle = stage.startedBundle(name(), Map.of());
        ExecutorService operator = Executors.newSingleThreadExecutor();
        List<Future<Integer>> stops = new ArrayList<>();
        try {
            stage.callers().call(calls, AT_ONCE, 0, next -> {
                if (moments.contains(next)) {
                    stops.add(operator.submit(() -> {
                        int code = bundle.stop();
                        bundle.start();
                        return code;
                    }));
                }
            });
            for (Future<Integer> stop : stops) {
                findings.expect(stop.get() == 0, "an orderly end has exit code 0", "it was " + stop.get());
            }
        } finally {
            operator.shutdownNow();
        }
        stage.awaitQuiet();
        for (Kept kept : Kept.all(store)) {
            kept.summaries().stream()
                    .filter(summary -> summary.endsWith("unknown"))
                    .forEach(summary -> findings.broken(
                            "what is under way is finished before the end", kept.scenarioId() + ": " + summary));
        }
    }
}
