package dev.callescalation.decision;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.escalation.MessageKind;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.Masks;
import dev.callescalation.notification.Notification;
import dev.callescalation.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps a message that could not be decided on, with the error and the step that threw it. */
final class DeadLetterBox {

    private final Clock clock;
    private final EscalationStore store;

    DeadLetterBox(Clock clock, EscalationStore store) {
        this.clock = clock;
        this.store = store;
    }

    /**
     * Keeps a message as a dead letter. The escalation is left unchanged. A replay that has failed again keeps the id
     * of its dead letter: the error is replaced, and one more failure is counted.
     *
     * @param replayed the dead letter that the message comes from; null for a message from outside
     * @param decision null when not even the escalation could be read
     * @param failed   the step that threw
     * @return null when it is not kept, because nothing can be stored now, or because somebody waits for the result and
     *         gets the exception
     */
    DeadLetter keep(Object message, DeadLetter replayed, Decision decision, FailedStep failed, Exception error) {
        Optional<MessageKind> kind = MessageKind.find(message);
        boolean somebodyWaits = replayed == null && (message instanceof InviteRequest || message instanceof Command);
        if (somebodyWaits
                || error instanceof StoreUnavailableException
                || error instanceof ConflictException
                || kind.isEmpty()) {
            return null;
        }
        DeadLetter letter = new DeadLetter(
                replayed == null ? id(message, decision) : replayed.id(),
                clock.instant(),
                escalationId(message, decision),
                callId(message),
                kind.get(),
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
        return letter;
    }

    /** The line for the operator. */
    static String line(DeadLetter kept, boolean again) {
        return "escalation=" + kept.escalationId() + " call=" + kept.callId() + " dead-letter=" + kept.id() + " step="
                + kept.step() + (again ? " stays open: " : " parked: ") + kept.error();
    }

    /**
     * Stops a replay when somebody else has closed the dead letter at the same time.
     *
     * @param replayed null when nothing is replayed
     */
    void refuseIfClosed(DeadLetter replayed) {
        if (replayed != null
                && !store.deadLetter(replayed.id()).map(DeadLetter::isOpen).orElse(false)) {
            throw new ConflictException("The dead letter has been closed meanwhile.");
        }
    }

    /** A deadline is found again until it has been decided on; it is one dead letter all the same. */
    private static String id(Object message, Decision decision) {
        if (message instanceof DeadlinePassed passed) {
            // 0 when the escalation could not even be read
            long version = decision == null ? 0 : decision.known().version();
            String name = passed.escalationId() + "/deadline/" + version;
            return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        }
        return UUID.randomUUID().toString();
    }

    /** Empty for the first news of a call: its escalation has not begun. */
    private static String escalationId(Object message, Decision decision) {
        if (message instanceof CommandReply reply) {
            return reply.command().escalationId();
        }
        if (message instanceof Command command) {
            return command.escalationId();
        }
        if (message instanceof DeadlinePassed passed) {
            return passed.escalationId();
        }
        return decision == null || decision.before() == null
                ? ""
                : decision.known().id();
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
