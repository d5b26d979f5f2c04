package dev.callescalation.decision;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.Escalation.MeetingRoster;
import dev.callescalation.escalation.InviteRequest;
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

    private static final Predicate<Operation> OPEN_MOVE = operation -> operation.isOfTheCaller() && operation.isOpen();

    private final Clock clock = SteadyClock.ofThisProgram();

    /** Keeps a request until the caller has been moved. */
    public void keepWaiting(Decision decision, InviteRequest request) {
        decision.waiting.add(request);
        decision.changed = true;
    }

    /** The requests kept so far; they are kept no longer. */
    public List<InviteRequest> takeWaiting(Decision decision) {
        List<InviteRequest> requests = List.copyOf(decision.waiting);
        decision.waiting.clear();
        return requests;
    }

    /** What rosters have shown of the caller was not the move: they are there with another device. */
    public void forgetSighting(Decision decision) {
        if (!decision.callerSeenAs.isEmpty()) {
            decision.elsewhere.add(MeetingRoster.UNNAMED.equals(decision.callerSeenAs) ? "" : decision.callerSeenAs);
        }
        decision.callerSeenAs = "";
    }

    /** Stops waiting for the invites of the caller, who is not in the meeting; news of them still counts. */
    public void stopWaitingForMoves(Decision decision) {
        decision.operations.replaceAll(
                operation -> OPEN_MOVE.test(operation) ? operation.withStatus(Operation.UNKNOWN) : operation);
    }

    /** Stops waiting for the invites of the caller, as far as the roster of this decision shows how they ended. */
    public void concludeMoves(Decision decision) {
        conclude(decision, OPEN_MOVE);
    }

    /**
     * Stops waiting for any invite: one whose people are all in the call has succeeded; of another it stays unknown,
     * and news of it still counts. Each invite of others is announced: {@code participants-invited} or {@code
     * invite-failed}. That the caller is in the call says nothing of one of several invites of the caller.
     */
    public void concludeInvites(Decision decision) {
        for (Operation invite : conclude(decision, operation -> operation.isInvite() && operation.isOpen())) {
            if (invite.isOfTheCaller()) {
                continue;
            }
            if (Operation.COMPLETED.equals(invite.status())) {
                decision.announce("participants-invited", invite.key(), "");
            } else {
                decision.announce("invite-failed", invite.key(), "Graph sent no news of how the invite ended.");
            }
        }
    }

    private static List<Operation> conclude(Decision decision, Predicate<Operation> which) {
        Roster roster = Roster.of(decision.entry.message().path("value"));
        boolean several = decision.possibleMoves() > 1;
        List<Operation> concluded = decision.operations.stream()
                .filter(which)
                .map(operation -> operation.withStatus(
                        operation.isOfTheCaller() && several ? Operation.UNKNOWN : areIn(operation.invited(), roster)))
                .toList();
        concluded.forEach(decision::update);
        return concluded;
    }

    private static String areIn(List<String> people, Roster roster) {
        boolean all = people.stream().allMatch(roster::lists);
        return all && !people.isEmpty() ? Operation.COMPLETED : Operation.UNKNOWN;
    }

    /**
     * Keeps the command whose reply is decided on as a dead letter; no lookup, whose phase goes on without an answer.
     *
     * @param step the step that decides so, {@code <route>.<word>}
     */
    public void keepCommand(Decision decision, String step) {
        if (decision.answered.isLookup()) {
            return;
        }
        String why = decision.facts.text("reply") + " " + Masks.people(decision.facts.text("error"));
        String id = UUID.randomUUID().toString();
        String route = step.substring(0, step.indexOf('.'));
        decision.letters.add(
                DeadLetter.of(id, clock.instant(), decision.known.id(), decision.answered, why.strip(), route, step));
    }

    /** Queues a command that has failed once more, with as much time as it had at first. */
    public void sendAgain(Decision decision, Command command) {
        decision.queueAgain(command.renewed(clock.instant()));
    }
}
