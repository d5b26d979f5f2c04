package dev.callescalation.store;

import dev.callescalation.health.Readiness;
import java.time.Duration;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Whether the store can be written: without it nothing is acknowledged, so the program is not ready. It is alive all
 * the same, for a restart would not repair the store. An outage of some seconds may be left to the replies 503: where
 * all nodes are not ready, a balancer has none to send Graph to.
 */
public final class StoreHealth extends Readiness {

    private JdbcStore store;
    private Duration unreadyAfter = Duration.ZERO;
    private String trouble = "";
    private long since;

    public StoreHealth() {
        super("store");
    }

    public void setStore(JdbcStore store) {
        this.store = store;
    }

    /** How long, in milliseconds, an outage leaves the program ready. */
    public void setUnreadyAfterMs(int unreadyAfterMs) {
        unreadyAfter = Duration.ofMillis(unreadyAfterMs);
    }

    @Override
    protected synchronized String trouble() {
        String now = store.trouble();
        if (trouble.isEmpty()) {
            since = System.nanoTime();
        }
        trouble = now;
        return System.nanoTime() - since >= unreadyAfter.toNanos() ? trouble : "";
    }

    @Override
    protected synchronized void report(HealthCheckResultBuilder result) {
        if (!trouble.isEmpty()) {
            result.message(trouble).detail(getId(), trouble);
        }
    }
}
