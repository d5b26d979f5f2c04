package dev.callescalation.routes;

import dev.callescalation.decision.Lookups;
import dev.callescalation.decision.Outbox;
import dev.callescalation.decision.PrepareCommand;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.GraphTokens;
import dev.callescalation.trace.Traces;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/** In place of the step that prepares a command: it breaks once for each of them, as a defect of ours would. */
public final class BreaksOnce implements Processor {

    private final PrepareCommand step = new PrepareCommand();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private boolean byAnError;

    public void setOutbox(Outbox outbox) {
        step.setOutbox(outbox);
    }

    public void setTokens(GraphTokens tokens) {
        step.setTokens(tokens);
    }

    public void setLookups(Lookups lookups) {
        step.setLookups(lookups);
    }

    public void setTraces(Traces traces) {
        step.setTraces(traces);
    }

    /** Whether it breaks by an Error, which Camel itself does not catch. */
    public void setByAnError(boolean byAnError) {
        this.byAnError = byAnError;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        step.process(exchange);
        if (broken.add(exchange.getVariable("command", Command.class).id())) {
            if (byAnError) {
                throw new StackOverflowError("a defect of ours");
            }
            throw new IllegalStateException("a defect of ours");
        }
    }
}
