package dev.callescalation.health;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * A check of health that can keep the program from being ready, but never from being alive: a restart would repair
 * nothing of what these checks find.
 */
public abstract class Readiness extends AbstractHealthCheck {

    /** @param id the name of the check, and of the detail that says what is wrong */
    protected Readiness(String id) {
        super("calls", id);
    }

    @Override
    public final boolean isLiveness() {
        return false;
    }

    @Override
    protected final void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        String trouble = trouble();
        if (trouble.isEmpty()) {
            result.up();
            report(result);
        } else {
            result.message(trouble).detail(getId(), trouble).down();
        }
    }

    /** What is wrong, in one sentence; empty while nothing is. */
    protected abstract String trouble();

    /** Adds what an operator may want to know while nothing is wrong. */
    protected void report(HealthCheckResultBuilder result) {
        // nothing
    }
}
