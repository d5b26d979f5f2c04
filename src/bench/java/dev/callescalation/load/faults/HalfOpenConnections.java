package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.Latencies;
import dev.callescalation.load.LoadStore;
import java.util.Map;

/** Hundreds of connections are held half open while people call. */
final class HalfOpenConnections implements FaultRun {

    private static final int ESCALATIONS = 150;
    private static final int AT_ONCE = 4;
    private static final int CROWD = 400;
    /** So short that they are cut off, and come again, while others call. */
    private static final String READ_TIMEOUT_MS = "2000";

    private static final double LONGEST_REPLY_MS = 250;

    @Override
    public String name() {
        return "slow-clients";
    }

    @Override
    public String proves() {
        return CROWD + " half-open connections, a letter now and then, beside those who call.";
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int calls = settings.escalationsOr(ESCALATIONS);
        BundleProcess bundle = stage.startedBundle(name(), Map.of("CALLS_WEBHOOK_READ_TIMEOUT_MS", READ_TIMEOUT_MS));
        // the first ones find a program that has not been compiled yet
        stage.callers().call(calls, AT_ONCE);
        stage.callers().takeReplyTimes(202);
        stage.callers().call(calls, AT_ONCE);
        Latencies without = new Latencies(stage.callers().takeReplyTimes(202));
        Latencies with;
        try (SlowCrowd crowd = new SlowCrowd(bundle.webhookUrl(), CROWD)) {
            stage.callers().call(calls, AT_ONCE);
            with = new Latencies(stage.callers().takeReplyTimes(202));
            findings.fact("half-open connections that were cut off and came again", crowd.cutOff());
        }
        stage.callers().call(calls, AT_ONCE);
        Latencies afterwards = new Latencies(stage.callers().takeReplyTimes(202));
        findings.fact("202 without them, ms p50 / p99, worst", without.withWorst());
        findings.fact("202 beside them, ms p50 / p99, worst", with.withWorst());
        findings.fact("202 when they are gone, ms p50 / p99, worst", afterwards.withWorst());
        // a machine that is as slow without them proves nothing about them
        double limit = Math.max(LONGEST_REPLY_MS, Math.max(without.percentile(100), afterwards.percentile(100)));
        findings.expect(
                with.percentile(100) <= limit,
                "slow clients keep no good notification waiting for more than 250 ms",
                "one waited for " + with.percentile(100) + " ms");
    }
}
