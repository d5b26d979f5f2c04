package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.graph.Command;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.Masks;
import dev.callescalation.notification.Roster;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

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

    /** How many invites have succeeded, or may have without anybody telling. */
    public long successfulInvites(Decision decision) {
        return decision.operations().stream()
                .filter(operation -> operation.isFollowed() && !operation.isOpen())
                .filter(operation -> !Operation.FAILED.equals(operation.status()))
                .count();
    }

    /** How many invites of the caller are open: moves, and second rings. */
    public long openMoves(Decision decision) {
        return decision.operations().stream()
                .filter(operation -> operation.isOfTheCaller() && operation.isOpen())
                .count();
    }

    /** How many invites of the caller have not failed as far as is known; several of them may bring him in twice. */
    public long possibleMoves(Decision decision) {
        return decision.operations().stream()
                .filter(operation -> operation.isOfTheCaller() && !Operation.FAILED.equals(operation.status()))
                .count();
    }

    /** How many invites of the caller have been asked for since that command. */
    public long movesSince(Decision decision, String key) {
        return decision.operations().stream()
                .dropWhile(operation -> !operation.key().equals(key))
                .filter(Operation::isOfTheCaller)
                .count();
    }

    /** Whether the last command of that name has left, and no reply has told what became of it. */
    public boolean unanswered(Decision decision, String command) {
        return decision.operations().stream()
                .filter(operation -> operation.command().equals(command))
                .reduce((older, newer) -> newer)
                .filter(operation -> Operation.RUNNING.equals(operation.status()))
                .isPresent();
    }

    /** Whether a call has been addressed with a command of that name. */
    public boolean addressed(Decision decision, String command, String callId) {
        return decision.operations().stream()
                .anyMatch(operation -> operation.command().equals(command)
                        && CallId.key(operation.callId()).equals(CallId.key(callId)));
    }

    /** Waits no longer for the invites of the caller, who is not in the meeting; news of them still counts. */
    public void stopWaitingForMoves(Decision decision) {
        decision.operations().stream()
                .filter(operation -> operation.isOfTheCaller() && operation.isOpen())
                .toList()
                .forEach(operation -> decision.update(operation.withStatus(Operation.UNKNOWN)));
    }

    /** Waits no longer for the invites of the caller, as far as the roster of this decision tells how they ended. */
    public void concludeMoves(Decision decision) {
        conclude(decision, operation -> operation.isOfTheCaller() && operation.isOpen());
    }

    /**
     * Waits no longer for any invite: one whose people are all in the call has succeeded, of another it stays unknown,
     * and news of it still counts. That the caller is in the call says nothing of one of several invites of his.
     *
     * @return the invites that were open, with their new status
     */
    public List<Operation> concludeInvites(Decision decision) {
        return conclude(decision, operation -> operation.isFollowed() && operation.isOpen());
    }

    private List<Operation> conclude(Decision decision, Predicate<Operation> which) {
        JsonNode roster = decision.entry().message().path("value");
        boolean several = possibleMoves(decision) > 1;
        List<Operation> concluded = decision.operations().stream()
                .filter(which)
                .map(operation -> operation.withStatus(
                        operation.isOfTheCaller() && several ? Operation.UNKNOWN : areIn(operation.invited(), roster)))
                .toList();
        concluded.forEach(decision::update);
        return concluded;
    }

    private static String areIn(List<String> people, JsonNode roster) {
        boolean all = people.stream().allMatch(id -> Roster.listsId(roster, id));
        return all && !people.isEmpty() ? Operation.COMPLETED : Operation.UNKNOWN;
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
        return decision.asked(command);
    }

    /** Code and subcode with which Graph let the last command of that name fail; empty where it gave none. */
    public String result(Decision decision, String command) {
        return decision.operations().stream()
                .filter(operation -> operation.command().equals(command))
                .reduce((older, newer) -> newer)
                .map(Operation::result)
                .orElse("");
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
