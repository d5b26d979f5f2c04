package dev.callescalation.decision;

import dev.callescalation.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether commands leave for Graph. When they do not, another node had better take the calls: the program is not ready.
 * It is alive all the same: a thread that dies is started again without a restart.
 */
public final class OutboxHealth extends AbstractHealthCheck {

    private final Outbox outbox;
    private final TenantBreaker breaker;

    public OutboxHealth(Outbox outbox, TenantBreaker breaker) {
        super("calls", "outbox");
        this.outbox = outbox;
        this.breaker = breaker;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        String trouble = trouble();
        if (trouble.isEmpty()) {
            result.up();
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
        } else {
            result.message(trouble).detail("outbox", trouble).down();
        }
    }

    private String trouble() {
        try {
            return outbox.trouble();
        } catch (StoreUnavailableException e) {
            // the check of the store says so
            return "";
        }
    }
}
