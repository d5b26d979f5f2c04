package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.escalation.MessageKind;
import dev.callescalation.escalation.Operation;
import dev.callescalation.graph.Command;
import dev.callescalation.notification.Masks;
import dev.callescalation.notification.Roster;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** What a route does to a decision, besides what the Kamelets decide; each takes {@code ${exchangeProperty…}}. */
public final class DecisionSteps {

    private final Clock clock = Clock.systemUTC();

    /** Keeps a request until the caller has been moved. */
    public void keepWaiting(Decision decision, InviteRequest request) {
        decision.keepWaiting(request);
    }

    /** The requests kept so far; they are kept no longer. */
    public List<InviteRequest> takeWaiting(Decision decision) {
        return decision.takeWaiting();
    }

    /** What rosters have shown of the caller counts no more. */
    public void forgetSighting(Decision decision) {
        decision.forgetSighting();
    }

    /** Stops waiting for the invites of the caller, who is not in the meeting; news of them still counts. */
    public void stopWaitingForMoves(Decision decision) {
        decision.operations().stream()
                .filter(operation -> operation.isOfTheCaller() && operation.isOpen())
                .toList()
                .forEach(operation -> decision.update(operation.withStatus(Operation.UNKNOWN)));
    }

    /** Stops waiting for the invites of the caller, as far as the roster of this decision shows how they ended. */
    public void concludeMoves(Decision decision) {
        conclude(decision, operation -> operation.isOfTheCaller() && operation.isOpen());
    }

    /**
     * Stops waiting for any invite: one whose people are all in the call has succeeded; of another it stays unknown,
     * and news of it still counts. Each invite of others is announced: {@code participants-invited} or {@code
     * invite-failed}. That the caller is in the call says nothing of one of several invites of the caller.
     */
    public void concludeInvites(Decision decision) {
        for (Operation invite : conclude(decision, operation -> operation.isFollowed() && operation.isOpen())) {
            if (!invite.isOfTheCaller()) {
                boolean came = Operation.COMPLETED.equals(invite.status());
                decision.announce(
                        came ? "participants-invited" : "invite-failed",
                        invite.key(),
                        came ? "" : "Graph sent no news of how the invite ended.");
            }
        }
    }

    private static List<Operation> conclude(Decision decision, Predicate<Operation> which) {
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
     * @param step the step that decides so, {@code <route>.<word>}
     */
    public void keepCommand(Decision decision, String step) {
        Command command = decision.answered();
        String reply = decision.facts().text("reply");
        String error = decision.facts().text("error");
        decision.letters()
                .add(new DeadLetter(
                        UUID.randomUUID().toString(),
                        clock.instant(),
                        decision.known().id(),
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
}
