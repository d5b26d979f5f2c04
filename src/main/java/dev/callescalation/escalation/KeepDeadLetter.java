package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.Masks;
import dev.callescalation.notification.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step: keeps the message in the variable {@code message}, which could not be decided on, together with the error and
 * the step that threw it. The escalation stays as it was. The id is left in the variable {@code deadLetterId}.
 *
 * <p>What is kept again under the same id, as a replay that failed once more, has its error replaced and its failures
 * counted.
 */
public final class KeepDeadLetter implements Processor {

    private final Clock clock = Clock.systemUTC();
    private EscalationStore store;

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) {
        Object message = exchange.getVariable("message");
        DeadLetter replayed = exchange.getVariable("deadLetter", DeadLetter.class);
        Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        FailedStep failed = exchange.getProperty(FailedStep.PROPERTY, FailedStep.NONE, FailedStep.class);
        DeadLetter letter = new DeadLetter(
                replayed == null ? id(exchange, message) : replayed.id(),
                clock.instant(),
                escalationId(exchange, message),
                callId(message),
                MessageKind.of(message),
                summary(message),
                message,
                error.getClass().getSimpleName() + ": " + Masks.people(String.valueOf(error.getMessage())),
                failed.route(),
                failed.step(),
                1,
                DeadLetter.State.OPEN,
                null);
        Command answered = message instanceof CommandReply reply ? reply.command() : null;
        store.commit(new EscalationStore.Commit(null, null, null, List.of(), answered, List.of(letter)));
        if (letter.escalationId().isEmpty()) {
            // the one that would have begun is not stored, and nobody is to look for it
            exchange.setVariable("escalationId", "");
        }
        exchange.setVariable("deadLetterId", letter.id());
        exchange.setVariable("failedRoute", letter.route());
        exchange.setVariable("failedStep", letter.step());
    }

    /** A deadline is found again until it has been decided on; it is one dead letter all the same. */
    private static String id(Exchange exchange, Object message) {
        if (message instanceof DeadlinePassed passed) {
            // 0 when the escalation could not even be read
            long version = exchange.getVariable("version", 0L, Long.class);
            String name = passed.escalationId() + "/deadline/" + version;
            return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        }
        return UUID.randomUUID().toString();
    }

    /** Empty for the first news of a call: its escalation has not begun. */
    private static String escalationId(Exchange exchange, Object message) {
        if (message instanceof CommandReply reply) {
            return reply.command().escalationId();
        }
        if (message instanceof Command command) {
            return command.escalationId();
        }
        if (message instanceof DeadlinePassed passed) {
            return passed.escalationId();
        }
        Decision decision = exchange.getVariable("decision", Decision.class);
        return decision == null || decision.before() == null ? "" : decision.escalationId();
    }

    private static String callId(Object message) {
        if (message instanceof Notification news) {
            return news.callId();
        }
        if (message instanceof CommandReply reply) {
            return reply.command().callId();
        }
        if (message instanceof Command command) {
            return command.callId();
        }
        return message instanceof InviteRequest request ? request.callId() : "";
    }

    private static String summary(Object message) {
        if (message instanceof Notification news) {
            return news.summary();
        }
        if (message instanceof CommandReply reply) {
            return reply.summary();
        }
        if (message instanceof Command command) {
            return command.key();
        }
        return message instanceof InviteRequest request
                ? "invite " + request.participants().size() + " participant(s)"
                : "waited in vain";
    }
}
