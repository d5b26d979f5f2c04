package dev.callescalation.graph;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A step: gives the request the token of the tenant in the variable {@code tenantId}. */
public final class AuthorizeCommand implements Processor {

    private GraphTokens tokens;

    public void setTokens(GraphTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void process(Exchange exchange) {
        String authorization = tokens.bearer(exchange.getVariable("tenantId", String.class));
        exchange.getMessage().setHeader("Authorization", authorization);
        exchange.setVariable("authorization", authorization);
    }
}
