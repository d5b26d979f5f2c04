package dev.callescalation.webhook;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A step: verifies the token of a webhook request, and sets the variable {@code tokenTenantId}. */
public final class VerifyToken implements Processor {

    private WebhookTokens tokens;

    public void setTokens(WebhookTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void process(Exchange exchange) {
        String authorization = exchange.getMessage().getHeader("Authorization", String.class);
        exchange.setVariable("tokenTenantId", tokens.verify(authorization));
    }
}
