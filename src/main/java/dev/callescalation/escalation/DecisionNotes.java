package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.graph.Command;
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
        boolean several = decision.possibleMoves() > 1;
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
