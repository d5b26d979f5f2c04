package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The store is of no use for a while, under load; the program goes on. */
final class Outage {

    private static final int AT_ONCE = 16;
    private static final int ENOUGH_REFUSALS = 40;
    private static final int REFUSED = 503;
    private static final Map<String, String> LONGER_THAN_A_CALL_RINGS =
            Map.of("CALLS_ESCALATION_ESTABLISHED_DEADLINE_MS", "16000");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final String name;
    private final Stage stage;
    private final RunFindings findings;

    /** Takes the store away, or gives it back. */
    interface Action {
        void run() throws Exception;
    }

    /** @param name of the bundle */
    Outage(String name, Stage stage, RunFindings findings) {
        this.name = name;
        this.stage = stage;
        this.findings = findings;
    }

    /** A third of the calls before, a third from the moment the store is taken away, the rest once it is back. */
    void play(int calls, Action take, Action giveBack) throws Exception {
        BundleProcess bundle = stage.startedBundle(name, LONGER_THAN_A_CALL_RINGS);
        stage.callers().call(calls / 3, AT_ONCE);
        ExecutorService driver = Executors.newSingleThreadExecutor();
        try {
            Future<?> outage = driver.submit(() -> {
                take.run();
                boolean refused = Stage.await(LONGEST, () -> stage.callers().replies(REFUSED) >= ENOUGH_REFUSALS);
                boolean told = Stage.await(LONGEST, () -> !isHealthy(bundle));
                giveBack.run();
                findings.expect(told, "health tells of it", "it was UP all the time");
                findings.expect(
                        refused,
                        "meanwhile the webhook answers 503",
                        "it answered " + stage.callers().statuses());
                return null;
            });
            stage.callers().call(calls / 3, AT_ONCE);
            outage.get();
        } finally {
            driver.shutdownNow();
        }
        stage.callers().call(calls / 3, AT_ONCE);
        stage.awaitQuiet();
        judge(bundle);
    }

    private static boolean isHealthy(BundleProcess bundle) {
        try {
            return bundle.isHealthy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void judge(BundleProcess bundle) throws Exception {
        Map<Integer, Integer> others = new TreeMap<>(stage.callers().statuses());
        others.keySet().removeAll(Set.of(202, REFUSED));
        findings.expect(others.isEmpty(), "every reply of the webhook is 202 or 503", "there were others: " + others);
        findings.expect(isHealthy(bundle), "it recovers without a restart", "it is not healthy in the end");
        findings.expect(stage.logged(name, "status=503") > 0, "the log tells of it", "no line of it says status=503");
        long traces = stage.logged(name, "\tat ");
        findings.expect(traces == 0, "the log holds no stack traces", "it holds " + traces + " lines of them");
    }
}
