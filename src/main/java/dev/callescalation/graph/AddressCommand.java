package dev.callescalation.graph;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpMethods;

/**
 * Turns the command in the body into the HTTP request that carries it: method, path, body, and the headers that let
 * Microsoft's support follow it (Scenario-Id for the call, Client-Request-Id for the request).
 */
public final class AddressCommand implements Processor {

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        Command command = message.getMandatoryBody(Command.class);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(command.method()));
        message.setHeader(Exchange.HTTP_PATH, command.path());
        message.setHeader("Client-Request-Id", requestId(command));
        if (!command.scenarioId().isEmpty()) {
            message.setHeader("Scenario-Id", command.scenarioId());
        }
        if (command.body().isEmpty()) {
            message.setBody(null);
        } else {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(command.body());
        }
    }

    /** The same for the same attempt, so that it can be computed again from the journal. */
    private static String requestId(Command command) {
        String name = command.id() + "/" + command.attempt();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
