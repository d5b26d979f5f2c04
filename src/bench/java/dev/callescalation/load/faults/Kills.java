package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.LoadStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The program is killed under load, and started again, ten times. */
final class Kills implements FaultRun {

    private static final int CALLS_TO_A_KILL = 200;
    private static final int ESCALATIONS = 2_000;
    private static final int FEWEST = 20;
    private static final int AT_ONCE = 32;
    private static final int LONGEST_DELAY_MS = 300;

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public String proves() {
        return "kill -9 at random moments under load, one to " + CALLS_TO_A_KILL + " calls, each time with a restart.";
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int calls = Math.max(FEWEST, settings.escalationsOr(ESCALATIONS));
        Random random = stage.random();
        Set<Integer> moments = random.ints(1, calls)
                .distinct()
                .limit(Math.max(2, calls / CALLS_TO_A_KILL))
                .boxed()
                .collect(Collectors.toSet());
        BundleProcess bundle = stage.startedBundle(name(), Map.of());
        ExecutorService killer = Executors.newSingleThreadExecutor();
        List<Future<?>> kills = new ArrayList<>();
        try {
            stage.callers().call(calls, AT_ONCE, 0, next -> {
                if (moments.contains(next)) {
                    long delay = random.nextInt(LONGEST_DELAY_MS);
                    kills.add(killer.submit(() -> {
                        TimeUnit.MILLISECONDS.sleep(delay);
                        bundle.kill();
                        bundle.start();
                        return null;
                    }));
                }
            });
            for (Future<?> kill : kills) {
                kill.get();
            }
        } finally {
            killer.shutdownNow();
        }
        findings.fact("kills", kills.size());
    }
}
