package dev.callescalation.graph;

import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * The tenants there is no token for, and why. Health stays up: notifications are still taken, commands wait for their
 * token until their deadline, and another node would be refused as well.
 */
public final class TokenHealth extends AbstractHealthCheck {

    private static final int MOST_TOLD = 5;

    private final GraphTokens tokens;

    public TokenHealth(GraphTokens tokens) {
        super("calls", "graph-tokens");
        this.tokens = tokens;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        List<String> troubles = tokens.troubles();
        result.up();
        if (!troubles.isEmpty()) {
            result.message(String.join("; ", troubles.subList(0, Math.min(MOST_TOLD, troubles.size()))));
            result.detail("tenants", troubles.size());
        }
    }
}
