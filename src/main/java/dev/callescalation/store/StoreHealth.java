package dev.callescalation.store;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether the store can be written: without it nothing is acknowledged, so the program is not ready. It
 * is alive all the same, for a restart would not repair the store.
 */
public final class StoreHealth extends AbstractHealthCheck {

    private final JdbcStore store;

    public StoreHealth(JdbcStore store) {
        super("calls", "store");
        this.store = store;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        String trouble = store.trouble();
        if (trouble.isEmpty()) {
            result.up();
        } else {
            result.message(trouble).detail("store", trouble).down();
        }
    }
}
