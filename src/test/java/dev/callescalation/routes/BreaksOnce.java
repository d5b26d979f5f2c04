package dev.callescalation.routes;

import dev.callescalation.graph.AddressCommand;
import dev.callescalation.graph.Command;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/** In place of the step that addresses a command: it breaks once for each of them, as a defect of ours would. */
public final class BreaksOnce implements Processor {

    private final AddressCommand step = new AddressCommand();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        if (broken.add(exchange.getMessage().getBody(Command.class).id())) {
            throw new IllegalStateException("a defect of ours");
        }
        step.process(exchange);
    }
}
