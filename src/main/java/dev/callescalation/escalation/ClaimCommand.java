package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A step: takes the command in the body to send it; the variable {@code claimed} tells whether nobody else has it. */
public final class ClaimCommand implements Processor {

    private Outbox outbox;

    public void setOutbox(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.setVariable("claimed", outbox.claim(exchange.getMessage().getBody(Command.class)));
    }
}
