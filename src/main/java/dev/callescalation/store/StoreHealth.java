package dev.callescalation.store;

import dev.callescalation.health.Readiness;

/**
 * Whether the store can be written: without it nothing is acknowledged, so the program is not ready. It
 * is alive all the same, for a restart would not repair the store.
 */
public final class StoreHealth extends Readiness {

    private final JdbcStore store;

    public StoreHealth(JdbcStore store) {
        super("store");
        this.store = store;
    }

    @Override
    protected String trouble() {
        return store.trouble();
    }
}
