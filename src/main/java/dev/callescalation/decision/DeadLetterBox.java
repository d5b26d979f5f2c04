package dev.callescalation.decision;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.Decidable;
import dev.callescalation.notification.Masks;
import dev.callescalation.notification.Notification;
import dev.callescalation.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Keeps a message that could not be decided on, with the error and the step that threw it. */
record DeadLetterBox(Clock clock, EscalationStore store) {

    /**
     * Keeps a message as a dead letter. The escalation is left unchanged. A replay that has failed again keeps the id
     * of its dead letter: the error is replaced, and one more failure is counted.
     *
     * @param body     the message; anything else is not kept
     * @param replayed the dead letter that the message comes from; null for a message from outside
     * @param decision null when not even the escalation could be read
     * @param failed   the step that threw
     * @return null when it is not kept, because nothing can be stored now, or because somebody waits for the result and
     *         gets the exception
     */
    DeadLetter keep(Object body, DeadLetter replayed, Decision decision, FailedStep failed, Exception error) {
        boolean somebodyWaits = replayed == null && (body instanceof InviteRequest || body instanceof Command);
        boolean cannotBeKept = error instanceof StoreUnavailableException || error instanceof ConflictException;
        if (somebodyWaits || cannotBeKept || !(body instanceof Decidable message)) {
            return null;
        }
        DeadLetter letter = DeadLetter.of(
                replayed == null ? id(message, decision) : replayed.id(),
                clock.instant(),
                escalationId(message, decision),
                message,
                Masks.people(error.getClass().getSimpleName()
                        + (error.getMessage() == null ? "" : ": " + error.getMessage())),
                failed.route(),
                failed.step());
        Command answered = message instanceof CommandReply reply ? reply.command() : null;
        store.commit(new EscalationStore.Commit(null, null, null, List.of(), answered, List.of(letter)));
        return letter;
    }

    /** The line for the operator. */
    static String line(DeadLetter kept, boolean again) {
        return "call=" + kept.callId() + " dead-letter=" + kept.id() + " step=" + kept.step()
                + (again ? " stays open: " : " parked: ") + kept.error();
    }

    /**
     * Stops a replay when somebody else has closed the dead letter at the same time.
     *
     * @param replay null when nothing is replayed
     */
    void refuseIfClosed(Replay replay) {
        if (replay != null && !store.isOpen(replay.letter())) {
            throw new ConflictException("The dead letter has been closed meanwhile.");
        }
    }

    /** Notes in the journal of its escalation that a replay has come to nothing, unless another one was faster. */
    void noteFailure(Replay replay) {
        if (store.isOpen(replay.letter())) {
            new OperatorJournal(store).failed(replay.letter(), replay.by(), clock.instant());
        }
    }

    /** A deadline is found again until it has been decided on; it is one dead letter all the same. */
    private static String id(Decidable message, Decision decision) {
        if (message instanceof DeadlinePassed passed) {
            // 0 when the escalation could not even be read
            long version = decision == null ? 0 : decision.known.version();
            String name = passed.escalationId() + "/deadline/" + version;
            return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        }
        return UUID.randomUUID().toString();
    }

    /** Empty for the first news of a call: its escalation has not begun. */
    private static String escalationId(Decidable message, Decision decision) {
        if (decision != null && decision.before != null) {
            return decision.known.id();
        }
        return message instanceof Notification ? "" : message.escalationId();
    }
}
