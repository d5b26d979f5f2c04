package dev.callescalation.decision;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.graph.GraphTokenException;
import dev.callescalation.graph.GraphTokens;
import dev.callescalation.graph.ReplyReader;
import dev.callescalation.metrics.Metrics;
import dev.callescalation.notification.Masks;
import dev.callescalation.trace.Step;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 *   <li>{@code prompt-plays}: it is put off until the prompt has ended. That was no attempt
 *   <li>{@code stays}: it is released, and the outbox hands it out again as left behind
 *   <li>{@code elsewhere}: nothing
 * </ul>
 *
 * A command that would be put off past its deadline is given up: its reply is {@code expired}, for the reason of the
 * last try. When the store is away, the step throws, and may be run again.
 */
public final class SettleCommand implements Processor, MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(SettleCommand.class);

    private static final String THROTTLED = "throttled: ";

    private static final int FAILED = 400;
    private static final Pattern CODE = Pattern.compile("[0-9]{3,7}\\b");

    /** Outcomes after which the command is not sent again. */
    private static final Set<String> FOR_GOOD = Set.of("refused", "expired");

    /** The outcome is somebody else's, or is counted already. */
    private static final Set<String> NOT_TRIED = Set.of("elsewhere", "stays", "prompt-plays");

    private Outbox outbox;
    private GraphTokens tokens;
    private CommandMeters meters = new CommandMeters(Metrics.nowhere());

    public void setOutbox(Outbox outbox) {
        this.outbox = outbox;
    }

    public void setTokens(GraphTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters = new CommandMeters(registry);
    }

    @Override
    public void process(Exchange exchange) {
        Command command = exchange.getVariable("command", Command.class);
        String verdict = exchange.getVariable("verdict", String.class);
        String retryAfter = exchange.getMessage().getHeader("Retry-After", String.class);
        Integer status = status(exchange.getMessage());
        String error =
                status == null || status < FAILED ? "" : exchange.getMessage().getBody(String.class);
        endStep(exchange, status);
        switch (verdict) {
            case "accepted" -> {
                if (!command.isLookup()) {
                    outbox.taken(command);
                }
                reply(exchange, command, verdict);
            }
            case "gone", "refused", "unknown", "expired" -> reply(exchange, command, verdict);
            case "later" -> {
                Command later = command.withTrouble(trouble(exchange, ""));
                putOff(exchange, later, outbox.postpone(later, cause(exchange), retryAfter));
            }
            case "throttled" -> {
                Command later = command.withTrouble(trouble(exchange, retryAfter == null ? "busy: " : THROTTLED));
                putOff(exchange, later, outbox.throttle(later, cause(exchange), retryAfter));
            }
            case "new-token" -> {
                tokens.drop(command.tenantId(), exchange.getVariable("authorization", String.class));
                Command later = command.withTokenRefused().withTrouble(trouble(exchange, ""));
                putOff(exchange, later, outbox.postpone(later, cause(exchange), retryAfter));
            }
            case "held-back" -> {
                boolean known = command.trouble().startsWith(THROTTLED);
                Command later = known ? command : command.withTrouble(THROTTLED + "Graph asks this tenant to wait");
                if (!outbox.holdBack(later)) {
                    reply(exchange, later, "expired");
                }
            }
            case "prompt-plays" -> outbox.awaitPrompt(command);
            case "stays" -> outbox.abandon(command);
            case "elsewhere" -> {}
            default -> throw new IllegalStateException("no such verdict: " + verdict);
        }
        // last: a step that throws is run again
        if (!NOT_TRIED.contains(verdict)) {
            Object failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
            meters.tried(command, took(exchange), status, error, failure, "unknown".equals(verdict));
        }
        // it has served, and a decision must not meet it
        exchange.removeVariable("authorization");
    }

    /** The reply is decided on as a part of the step that has ended. */
    private static void endStep(Exchange exchange, Integer status) {
        Step step = exchange.getProperty(Step.PROPERTY, Step.class);
        if (step != null) {
            Exception failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
            if (status == null && failure != null) {
                step.failed(failure.getClass().getName());
            }
            step.status(status == null ? 0 : status, FAILED).close();
        }
    }

    /** Of the request; null when there was none. */
    private static Duration took(Exchange exchange) {
        Instant sentAt = exchange.getVariable("sentAt", Instant.class);
        return sentAt == null
                ? null
                : Duration.between(sentAt, SteadyClock.ofThisProgram().instant());
    }

    /** Null where there is no reply. */
    private static Integer status(Message message) {
        return message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    private void putOff(Exchange exchange, Command command, boolean inTime) {
        if (inTime) {
            Message message = exchange.getMessage();
            LOG.warn("{} retry-after={}: put off", request(message, command), message.getHeader("Retry-After", ""));
        } else {
            reply(exchange, command, "expired");
        }
    }

    private void reply(Exchange exchange, Command command, String outcome) {
        Message message = exchange.getMessage();
        // without a status there is no reply, and the body is what was to be sent
        Integer status = status(message);
        CommandReply reply = ReplyReader.read(
                        command,
                        outcome,
                        status,
                        message.getHeader("Location", String.class),
                        status == null ? "" : message.getBody(String.class),
                        reason(exchange, command, outcome, status))
                .withSentAt(exchange.getVariable("sentAt", Instant.class));
        if (FOR_GOOD.contains(outcome)) {
            // its text may name somebody; the line of the failure has it, once it is known who that is
            LOG.warn("{}: {}{}", request(message, command), outcome, code(reply.error()));
        }
        message.removeHeaders("*");
        message.setBody(reply);
        exchange.setVariable("verdict", "reply");
    }

    /** The number that an error of Graph begins with. */
    private static String code(String error) {
        Matcher code = CODE.matcher(error);
        return code.lookingAt() ? " code=" + code.group() : "";
    }

    /** By what Microsoft's support finds a request; without a reply Graph has given it no id. */
    private static String request(Message message, Command command) {
        return "command=" + command.command() + " attempt=" + command.attempt() + " status="
                + message.getHeader(Exchange.HTTP_RESPONSE_CODE, "") + " client-request-id="
                + PrepareCommand.requestId(command) + " request-id=" + message.getHeader("request-id", "");
    }

    /** Why it was never usable; the body of a reply says the rest. */
    private static String reason(Exchange exchange, Command command, String outcome, Integer status) {
        if ("expired".equals(outcome)) {
            return command.trouble();
        }
        if ("refused".equals(outcome) && status == null) {
            return failure(exchange);
        }
        return status != null && status / 100 == 3 ? redirected(command, exchange.getMessage()) : "";
    }

    private static String redirected(Command command, Message reply) {
        String location = Masks.queries(reply.getHeader("Location", "nowhere", String.class));
        return "redirected to " + location + ", which is not followed"
                + (command.isLookup() ? "" : ": only 307 and 308 within the host of calls.graph.url are");
    }

    /** What this try has come to, for the timeline: without anything that others have written. */
    private static String cause(Exchange exchange) {
        Message message = exchange.getMessage();
        Integer status = status(message);
        if (status != null) {
            return status + (message.getHeader("Retry-After") == null ? "" : ", Retry-After");
        }
        Object failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
        if (failure instanceof CallNotPermittedException) {
            return "circuit open";
        }
        return failure instanceof GraphTokenException ? "no token" : "no reply";
    }

    /** What this try has come to, for whoever asks why the command came too late. */
    private static String trouble(Exchange exchange, String kind) {
        Message message = exchange.getMessage();
        Integer status = status(message);
        return status == null
                ? failureOf(exchange)
                : (kind + status + " " + ReplyReader.error(message.getBody(String.class))).strip();
    }

    /** A request that was not made says less than the one before. */
    private static String failureOf(Exchange exchange) {
        String before = exchange.getVariable("command", Command.class).trouble();
        boolean made =
                !(exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT) instanceof CallNotPermittedException);
        if (made) {
            return failure(exchange);
        }
        return before.isEmpty() ? "Graph does not reply, so it was not asked" : before;
    }

    private static String failure(Exchange exchange) {
        Exception failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        if (failure == null) {
            return "";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : Masks.people(message);
    }
}
