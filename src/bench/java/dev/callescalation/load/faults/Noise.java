package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.Latencies;
import dev.callescalation.load.LoadStore;
import dev.callescalation.sandbox.Fault;
import java.time.Duration;
import java.util.List;

/** Graph is busy, and its notifications come twice and in the wrong order, all at once. */
final class Noise implements FaultRun {

    private static final int ESCALATIONS = 400;
    private static final int WARM_UP = 50;
    private static final int AT_ONCE = 48;
    private static final int FAILED_PERCENT = 5;
    private static final List<String> MISDELIVERIES = List.of(
            "{\"fault\":\"doubled\",\"notification\":\"any\",\"percent\":10}",
            "{\"fault\":\"swapped\",\"notification\":\"any\",\"percent\":20}");
    private static final List<String> REPLIES = List.of(
            "{\"fault\":\"reply\",\"on\":\"%s\",\"status\":429,\"retryAfter\":\"1.5\",\"percent\":5}",
            "{\"fault\":\"reply\",\"on\":\"%s\",\"status\":503,\"percent\":5}");
    private static final List<String> COMMANDS = List.of("answer", "join", "invite", "get", "delete");

    @Override
    public String name() {
        return "noise";
    }

    @Override
    public String proves() {
        return "10 % of the notifications doubled, 20 % swapped with the next, 5 % of the commands answered 429 with"
                + " Retry-After 1.5, 5 % answered 503, 5 % of the invites failed, all at once.";
    }

    @Override
    public int failedPercent() {
        return FAILED_PERCENT;
    }

    /** What goes through this machine, busy as it is, takes no longer than a slow reply of the webhook. */
    private static Duration inFlight(FaultSettings settings, Stage stage) {
        double slow = new Latencies(stage.callers().takeReplyTimes(202)).percentile(99);
        Duration measured = Duration.ofMillis((long) slow);
        return measured.compareTo(settings.inFlight()) > 0 ? measured : settings.inFlight();
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        BundleProcess bundle = stage.startedBundle(name(), Stage.SHIPPED_DEADLINES);
        // in peace, so that the program is warm and has a token of each tenant
        stage.callers().call(WARM_UP, AT_ONCE);
        stage.awaitQuiet();
        stage.callers().takeReplyTimes(202);
        Throttle throttle = new Throttle();
        stage.sandbox().watch(throttle);
        MISDELIVERIES.forEach(fault -> stage.sandbox().fault(null, Fault.of(fault)));
        COMMANDS.forEach(command ->
                REPLIES.forEach(fault -> stage.sandbox().fault(null, Fault.of(fault.formatted(command)))));
        stage.callers().call(settings.escalationsOr(ESCALATIONS), AT_ONCE);
        stage.awaitQuiet();
        findings.fact("times that a tenant was told to wait", throttle.told());
        Duration inFlight = inFlight(settings, stage);
        findings.fact("a request may be under way for, ms", inFlight.toMillis());
        throttle.tooEarly(inFlight)
                .forEach(early -> findings.broken("nothing is asked of Graph before Retry-After has passed", early));
    }
}
