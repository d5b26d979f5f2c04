package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import dev.callescalation.notification.Masks;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** What a route adds to a decision besides commands. */
public final class DecisionNotes {

    private final Clock clock = Clock.systemUTC();

    /** Tells a moment of a call to the route of that name in routes/policy, once the decision is committed. */
    public void announce(Decision decision, String moment) {
        decision.moments().add(moment);
    }

    /** Keeps a request until the caller has been moved. */
    public void keepWaiting(Decision decision, InviteRequest request) {
        decision.waiting().add(request);
    }

    /** How many invites are still open, the ones of this decision included. */
    public long openInvites(Decision decision) {
        return decision.operations().stream()
                .filter(operation -> operation.isFollowed() && operation.isOpen())
                .count();
    }

    /** How many invites have succeeded. */
    public long successfulInvites(Decision decision) {
        return decision.operations().stream()
                .filter(operation -> operation.isFollowed() && Operation.COMPLETED.equals(operation.status()))
                .count();
    }

    /** Whether a request with this clientContext has been taken before: whoever sent it did not hear our reply. */
    public boolean taken(Decision decision, String clientContext) {
        return !clientContext.isEmpty()
                && (decision.operations().stream()
                                .anyMatch(o -> o.clientContext().equals(clientContext))
                        || decision.waiting().stream()
                                .anyMatch(r -> r.clientContext().equals(clientContext)));
    }

    /** How often a command has been asked for, this decision included. */
    public long asked(Decision decision, String command) {
        return decision.operations().stream()
                .filter(operation -> operation.command().equals(command))
                .count();
    }

    /**
     * Keeps the command whose reply is decided on as a dead letter.
     *
     * @param reply refused, expired or gone
     * @param error what Graph said
     * @param step  the step that decides so, {@code <route>.<word>}
     */
    public void keepCommand(Decision decision, String reply, String error, String step) {
        Command command = decision.answered();
        decision.letters()
                .add(new DeadLetter(
                        UUID.randomUUID().toString(),
                        clock.instant(),
                        decision.escalationId(),
                        command.callId(),
                        MessageKind.COMMAND,
                        command.key(),
                        command,
                        (reply + " " + Masks.people(error)).strip(),
                        step.substring(0, step.indexOf('.')),
                        step,
                        1,
                        DeadLetter.State.OPEN,
                        null));
    }

    /** Queues a command that has failed once more, with as much time as it had at first. */
    public void sendAgain(Decision decision, Command command) {
        decision.queueAgain(command.renewed(clock.instant()));
    }

    /** The requests kept so far; they are not kept any longer. */
    public List<InviteRequest> takeWaiting(Decision decision) {
        List<InviteRequest> requests = List.copyOf(decision.waiting());
        decision.waiting().clear();
        return requests;
    }
}
