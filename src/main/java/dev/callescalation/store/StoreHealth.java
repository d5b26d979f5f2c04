package dev.callescalation.store;

import dev.callescalation.health.Readiness;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Whether the store can be written: without it nothing is acknowledged, so the program is not ready. It is alive all the
 * same, for a restart would not repair the store. An outage of some seconds may be left to the replies 503: where all
 * nodes are not ready, a balancer has none to send Graph to.
 */
public final class StoreHealth extends Readiness {

    private final JdbcStore store;
    private String trouble = "";
    private long since;

    public StoreHealth(JdbcStore store) {
        super("store");
        this.store = store;
    }

    @Override
    protected synchronized String trouble() {
        String now = store.trouble();
        if (trouble.isEmpty()) {
            since = System.nanoTime();
        }
        trouble = now;
        return System.nanoTime() - since >= store.unreadyAfter().toNanos() ? trouble : "";
    }

    @Override
    protected synchronized void report(HealthCheckResultBuilder result) {
        if (!trouble.isEmpty()) {
            result.message(trouble).detail(getId(), trouble);
        }
    }
}
