package dev.callescalation.decision;

import dev.callescalation.health.Readiness;
import dev.callescalation.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Whether commands leave for Graph. When they do not, another node had better take the calls: the program is not ready.
 * It is alive all the same: a thread that dies is started again without a restart.
 */
public final class OutboxHealth extends Readiness {

    private final Outbox outbox;
    private final TenantBreaker breaker;

    public OutboxHealth(Outbox outbox, TenantBreaker breaker) {
        super("outbox");
        this.outbox = outbox;
        this.breaker = breaker;
    }

    @Override
    protected void report(HealthCheckResultBuilder result) {
        int throttled = outbox.throttled();
        long silent = breaker.notClosed();
        List<String> reports = new ArrayList<>();
        if (throttled > 0) {
            reports.add("Graph throttles " + throttled + " tenant(s).");
            result.detail("throttled", throttled);
        }
        if (silent > 0) {
            reports.add("Graph has not replied to the last requests of " + silent + " tenant(s).");
            result.detail("silent", silent);
        }
        if (!reports.isEmpty()) {
            result.message(String.join(" ", reports));
        }
    }

    @Override
    protected String trouble() {
        try {
            return outbox.trouble();
        } catch (StoreUnavailableException e) {
            // the check of the store says so
            return "";
        }
    }
}
