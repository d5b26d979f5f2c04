package dev.callescalation.graph;

import dev.callescalation.health.Readiness;
import java.util.List;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * The tenants there is no token for, and why. Health stays up: notifications are still taken, commands wait for their
 * token until their deadline, and another node would be refused as well.
 */
public final class TokenHealth extends Readiness {

    private static final int MOST_TOLD = 5;

    private final GraphTokens tokens;

    public TokenHealth(GraphTokens tokens) {
        super("graph-tokens");
        this.tokens = tokens;
    }

    @Override
    protected String trouble() {
        return "";
    }

    @Override
    protected void report(HealthCheckResultBuilder result) {
        List<String> troubles = tokens.troubles();
        if (!troubles.isEmpty()) {
            result.message(String.join("; ", troubles.subList(0, Math.min(MOST_TOLD, troubles.size()))));
            result.detail("tenants", troubles.size());
        }
    }
}
