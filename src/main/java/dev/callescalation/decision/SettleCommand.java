package dev.callescalation.decision;

import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.graph.GraphTokens;
import dev.callescalation.graph.ReplyReader;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of the way out: does what the variable {@code verdict} says of the variable {@code command}.
 *
 * <ul>
 *   <li>{@code accepted}, {@code gone}, {@code refused}, {@code unknown}, {@code expired}: the body becomes the
 *       {@link CommandReply} with that outcome, and the verdict {@code reply}
 *   <li>{@code later}: it is put off
 *   <li>{@code throttled}: the tenant is held back until Retry-After has passed, and it is put off
 *   <li>{@code new-token}: its token is dropped, and it is put off
 *   <li>{@code held-back}: it is put off until the tenant may ask again. That was no attempt
 *   <li>{@code stays}: it is released, and the outbox hands it out again as left behind
 *   <li>{@code elsewhere}: nothing
 * </ul>
 *
 * A command that would be put off past its deadline is given up: its reply is {@code expired}. When the store is away,
 * the step throws, and may be run again.
 */
public final class SettleCommand implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(SettleCommand.class);

    private Outbox outbox;
    private GraphTokens tokens;

    public void setOutbox(Outbox outbox) {
        this.outbox = outbox;
    }

    public void setTokens(GraphTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void process(Exchange exchange) {
        Command command = exchange.getVariable("command", Command.class);
        String verdict = exchange.getVariable("verdict", String.class);
        String retryAfter = exchange.getMessage().getHeader("Retry-After", String.class);
        switch (verdict) {
            case "accepted", "gone", "refused", "unknown", "expired" -> reply(exchange, command, verdict);
            case "later" -> putOff(exchange, command, outbox.postpone(command, retryAfter));
            case "throttled" -> putOff(exchange, command, outbox.throttle(command, retryAfter));
            case "new-token" -> {
                tokens.drop(command.tenantId(), exchange.getVariable("authorization", String.class));
                putOff(exchange, command, outbox.postpone(command.withTokenRefused(), retryAfter));
            }
            case "held-back" -> {
                if (!outbox.holdBack(command)) {
                    reply(exchange, command, "expired");
                }
            }
            case "stays" -> outbox.abandon(command);
            case "elsewhere" -> {}
            default -> throw new IllegalStateException("no such verdict: " + verdict);
        }
        // it has served, and a decision must not meet it
        exchange.removeVariable("authorization");
    }

    private void putOff(Exchange exchange, Command command, boolean inTime) {
        if (inTime) {
            Message message = exchange.getMessage();
            LOG.warn(
                    "escalation={} command={} attempt={} status={} retry-after={}: put off",
                    command.escalationId(),
                    command.command(),
                    command.attempt(),
                    message.getHeader(Exchange.HTTP_RESPONSE_CODE, ""),
                    message.getHeader("Retry-After", ""));
        } else {
            reply(exchange, command, "expired");
        }
    }

    private void reply(Exchange exchange, Command command, String outcome) {
        Message message = exchange.getMessage();
        // without a status there is no reply, and the body is what was to be sent
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        CommandReply reply = ReplyReader.read(
                command,
                outcome,
                status,
                message.getHeader("Location", String.class),
                status == null ? "" : message.getBody(String.class),
                status == null && "refused".equals(outcome) ? whyUnsendable(exchange) : "");
        message.removeHeaders("*");
        message.setBody(reply);
        exchange.setVariable("verdict", "reply");
    }

    private static String whyUnsendable(Exchange exchange) {
        return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class)
                .getMessage();
    }
}
