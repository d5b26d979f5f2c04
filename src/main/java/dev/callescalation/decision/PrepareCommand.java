package dev.callescalation.decision;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.GraphTokens;
import dev.callescalation.trace.LogContext;
import dev.callescalation.trace.Step;
import dev.callescalation.trace.Traces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first step of the way out: claims the command in the body and turns the message into the HTTP request that
 * carries it. The variable {@code verdict} says what comes next:
 *
 * <ul>
 *   <li>{@code send}: the message is the request
 *   <li>{@code elsewhere}: it has been sent, or another thread or node sends it
 *   <li>{@code unknown}: it may have been sent when a program ended, and a repeat could do it twice
 *   <li>{@code expired}: it would come too late
 *   <li>{@code held-back}: Graph has throttled the tenant
 *   <li>{@code prompt-plays}: it is an invite, and a prompt of its escalation has not ended
 * </ul>
 *
 * The variables {@code command}, {@code escalationId}, {@code scenarioId}, {@code commandName}, {@code attempt}, {@code
 * repeatable} and {@code tokenRefused} describe the command; {@code authorization} is the token, which
 * {@link SettleCommand} removes.
 */
public final class PrepareCommand implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(PrepareCommand.class);

    private Traces traces = new Traces();
    private Outbox outbox;
    private Lookups lookups;
    private GraphTokens tokens;

    public void setTraces(Traces traces) {
        this.traces = traces;
    }

    public void setOutbox(Outbox outbox) {
        this.outbox = outbox;
    }

    /** How other systems than Graph are asked. */
    public void setLookups(Lookups lookups) {
        this.lookups = lookups;
    }

    public void setTokens(GraphTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        Command command = message.getMandatoryBody(Command.class);
        // neither the request nor a reply that never came may have one of another message
        message.removeHeaders("*");
        describe(exchange, command);
        String verdict = verdict(exchange, message, command);
        exchange.setVariable("verdict", verdict);
        if ("send".equals(verdict)) {
            exchange.setVariable("sentAt", SteadyClock.ofThisProgram().instant());
            Step step = traces.send(command, requestId(command));
            exchange.setProperty(Step.PROPERTY, step);
            LogContext.step(step);
        }
    }

    private static void describe(Exchange exchange, Command command) {
        if (exchange.hasVariables()) {
            // those of the decision that queued it would only be copied from step to step
            List.copyOf(exchange.getVariables().keySet()).forEach(exchange::removeVariable);
        }
        exchange.setVariable("command", command);
        exchange.setVariable("escalationId", command.escalationId());
        exchange.setVariable("scenarioId", command.scenarioId());
        exchange.setVariable("commandName", command.command());
        exchange.setVariable("attempt", command.attempt());
        exchange.setVariable("repeatable", command.repeatable());
        exchange.setVariable("tokenRefused", command.tokenRefused());
    }

    private String verdict(Exchange exchange, Message message, Command command) {
        if (!outbox.claim(command)) {
            return "elsewhere";
        }
        if (command.leftBehind() && !command.repeatable()) {
            LOG.warn(
                    "command={} may have been sent when a program ended: counts as sent, is checked",
                    command.command());
            if (command.isLookup()) {
                exchange.setVariable("command", command.withTrouble("may have been asked when a program ended"));
                return "expired";
            }
            return "unknown";
        }
        if (outbox.isLate(command)) {
            return "expired";
        }
        if (outbox.waitsForPrompt(command)) {
            return "prompt-plays";
        }
        if (command.isLookup()) {
            body(message, command);
            lookups.address(message, command);
            return "send";
        }
        address(message, command);
        String authorization = tokens.bearer(command.tenantId());
        message.setHeader("Authorization", authorization);
        exchange.setVariable("authorization", authorization);
        // last, since Graph may throttle the tenant while a token is fetched
        return outbox.isHeldBack(command) ? "held-back" : "send";
    }

    /** Scenario-Id lets Microsoft's support follow the call, Client-Request-Id the request. */
    private static void address(Message message, Command command) {
        message.setHeader(Exchange.HTTP_PATH, command.path());
        message.setHeader("Client-Request-Id", requestId(command));
        if (!command.scenarioId().isEmpty()) {
            message.setHeader("Scenario-Id", command.scenarioId());
        }
        body(message, command);
    }

    private static void body(Message message, Command command) {
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(command.method()));
        if (command.body().isEmpty()) {
            message.setBody(null);
        } else {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(command.body());
        }
    }

    /** The same for the same attempt, so that it can be computed again from the journal. */
    static String requestId(Command command) {
        String name = command.id() + "/" + command.attempt();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
