package dev.callescalation.decision;

import dev.callescalation.store.StoreUnavailableException;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether commands leave for Graph. When they do not, another node had better take the calls: the program is not ready.
 * It is alive all the same: a thread that dies is started again without a restart.
 */
public final class OutboxHealth extends AbstractHealthCheck {

    private final Outbox outbox;

    public OutboxHealth(Outbox outbox) {
        super("calls", "outbox");
        this.outbox = outbox;
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
            if (throttled > 0) {
                result.message("Graph throttles " + throttled + " tenant(s).").detail("throttled", throttled);
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
