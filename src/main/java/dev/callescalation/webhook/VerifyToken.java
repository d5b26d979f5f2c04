package dev.callescalation.webhook;

import dev.callescalation.graph.GraphTokens;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step: verifies the token of a webhook request, and sets the variable {@code tokenTenantId}. It also has the token
 * for Graph fetched that the answer to a call will need, for that has to be given within seconds.
 */
public final class VerifyToken implements Processor {

    private WebhookTokens tokens;
    private GraphTokens graphTokens;

    public void setGraphTokens(GraphTokens graphTokens) {
        this.graphTokens = graphTokens;
    }

    public void setTokens(WebhookTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void process(Exchange exchange) {
        String authorization = exchange.getMessage().getHeader("Authorization", String.class);
        String tenant = tokens.verify(authorization);
        exchange.setVariable("tokenTenantId", tenant);
        if (GraphTokens.isTenant(tenant)) {
            graphTokens.prefetch(tenant);
        }
    }
}
