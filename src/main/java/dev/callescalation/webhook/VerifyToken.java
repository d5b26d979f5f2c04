package dev.callescalation.webhook;

import dev.callescalation.graph.GraphTokens;
import dev.callescalation.trace.Step;
import dev.callescalation.trace.Traces;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * A step: verifies the token of a webhook request, and sets the variable {@code tokenTenantId}. It also has the token
 * for Graph fetched that the answer to a call will need, for that has to be given within seconds.
 */
public final class VerifyToken implements Processor {

    /** What is below is the client's mistake. */
    private static final int FIRST_OF_OURS = 500;

    private Traces traces = new Traces();
    private WebhookTokens tokens;
    private GraphTokens graphTokens;

    public void setGraphTokens(GraphTokens graphTokens) {
        this.graphTokens = graphTokens;
    }

    public void setTokens(WebhookTokens tokens) {
        this.tokens = tokens;
    }

    public void setTraces(Traces traces) {
        this.traces = traces;
    }

    @Override
    public void process(Exchange exchange) {
        String authorization = exchange.getMessage().getHeader("Authorization", String.class);
        String tenant = tokens.verify(authorization);
        // what others send is none of our work, and must not fill the traces
        Step step = traces.request(Instant.ofEpochMilli(exchange.getClock().getCreated()));
        exchange.setProperty(Step.PROPERTY, step);
        exchange.getExchangeExtension().addOnCompletion(new Answered(step));
        exchange.setVariable("tokenTenantId", tenant);
        if (GraphTokens.isTenant(tenant)) {
            graphTokens.prefetch(tenant);
        }
    }

    /** Ends the step of a request with its status. */
    private static final class Answered extends SynchronizationAdapter {

        private final Step step;

        private Answered(Step step) {
            this.step = step;
        }

        @Override
        public void onDone(Exchange exchange) {
            int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
            step.status(status, FIRST_OF_OURS).close();
        }
    }
}
