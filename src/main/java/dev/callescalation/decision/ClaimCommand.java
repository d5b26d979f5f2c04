package dev.callescalation.decision;

import dev.callescalation.graph.Command;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step: takes the command in the body to send it. It sets the variables {@code claimed} (whether nobody else has it),
 * {@code command}, {@code commandName}, {@code tenantId}, {@code repeatable}, {@code leftBehind} and {@code late}.
 */
public final class ClaimCommand implements Processor {

    private Outbox outbox;

    public void setOutbox(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void process(Exchange exchange) {
        Command command = exchange.getMessage().getBody(Command.class);
        // those of the decision that queued it would only be copied from step to step
        List.copyOf(exchange.getVariables().keySet()).forEach(exchange::removeVariable);
        exchange.setVariable("command", command);
        exchange.setVariable("commandName", command.command());
        exchange.setVariable("tenantId", command.tenantId());
        exchange.setVariable("repeatable", command.repeatable());
        exchange.setVariable("leftBehind", command.leftBehind());
        exchange.setVariable("late", outbox.isLate(command));
        exchange.setVariable("claimed", outbox.claim(command));
    }
}
