package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.Operation;
import dev.callescalation.graph.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One decision while it is taken: the escalation with the news merged in, and what the steps have decided so far, which
 * they write straight into the fields. Used by one thread. A refused commit throws it away, and a new one begins on a
 * fresh copy of the escalation.
 */
public final class Decision {

    /**
     * Property of the exchange that the steps of a decision run on. A step cannot replace the decision by a
     * variable.
     */
    static final String PROPERTY = "decision";

    /** How many answered commands of one name are remembered. */
    private static final int MOST_ANSWERED = 3;

    final Escalation before;
    final Escalation known;
    final Facts facts;
    final JournalEntry entry;
    final Command answered;

    final List<Operation> operations;
    final List<InviteRequest> waiting;
    final Map<String, String> remembered;
    final List<Command> queued = new ArrayList<>();
    final List<Moment> moments = new ArrayList<>();
    /** Dead letters that are kept or closed together with the decision. */
    final List<DeadLetter> letters = new ArrayList<>();
    /** The reply to a lookup that is decided on; missing for other news. */
    JsonNode found = MissingNode.getInstance();

    /** What somebody wants, of which this is the decision; null for other news. */
    Replay replay;

    /** Lines for the operator that are logged after the commit. */
    final List<String> warnings = new ArrayList<>();

    /** Whether requests or a new phase wait to be stored, besides commands and moments. */
    boolean changed;

    String phase;
    String failure;
    /** Empty when what rosters have shown of the caller counts no more. */
    String callerSeenAs;
    /** The caller's other devices, by participant id. */
    final List<String> elsewhere;

    String meetingTenantId;
    /** Of the span of the decision; empty for none. */
    String traceparent = "";
    /** What the journal says of the news; empty while no step has said anything. */
    String outcome = "";
    /** Where the call is forwarded to; empty when it is not. */
    String location = "";
    /** How long the phase waits from now on; null when no step has said so. */
    Duration wait;
    /** When the calls are kept alive next, from now; null when no step has said so. */
    Duration keepAlive;

    private boolean over;
    /** Whether a step has entered a phase, be it the same once more. */
    private boolean entered;

    /**
     * A moment in the life of a call, for the route of that name.
     *
     * @param operationKey the command that it is about; empty for none
     * @param error        what Graph said; empty for nothing
     */
    record Moment(String name, String operationKey, String error) {}

    /**
     * @param before   the escalation as stored; null for the first news of a call
     * @param known    the same with the news merged in
     * @param entry    what the journal will say of the news
     * @param answered the command whose reply is decided on; null for other news
     */
    Decision(Escalation before, Escalation known, Facts facts, JournalEntry entry, Command answered) {
        this.before = before;
        this.known = known;
        this.facts = facts;
        this.entry = entry;
        this.answered = answered;
        this.operations = new ArrayList<>(known.operations());
        this.waiting = new ArrayList<>(known.waiting());
        this.remembered = new HashMap<>(known.remembered());
        this.phase = known.phase();
        this.over = known.over();
        this.failure = known.failure();
        this.callerSeenAs = known.roster().callerSeenAs();
        this.elsewhere = new ArrayList<>(known.roster().elsewhere());
        this.meetingTenantId = known.meetingCall().tenantId();
    }

    /**
     * Enters a phase.
     *
     * @param isFinal whether nothing is expected any more
     */
    void become(String newPhase, boolean isFinal) {
        changed |= !newPhase.equals(phase);
        phase = newPhase;
        over = isFinal;
        entered = true;
    }

    void announce(String moment, String operationKey, String error) {
        moments.add(new Moment(moment, operationKey, error));
    }

    Optional<Operation> operation(String key) {
        return operations.stream()
                .filter(operation -> operation.key().equals(key))
                .findFirst();
    }

    /** The newest command of that name. */
    Optional<Operation> last(String command) {
        return operations.stream()
                .filter(operation -> operation.command().equals(command))
                .reduce((older, newer) -> newer);
    }

    /** Follows an operation: later news replaces what was known of it. */
    void update(Operation news) {
        operations.replaceAll(operation -> operation.key().equals(news.key()) ? news : operation);
    }

    /** How often a command has been asked for, this decision included. */
    int asked(String command) {
        return operations.stream()
                .filter(operation -> operation.command().equals(command))
                .mapToInt(Decision::number)
                .max()
                .orElse(0);
    }

    /**
     * The key of a command that is asked for now.
     *
     * @param repeat {@code once}, {@code again} or {@code numbered}
     */
    String key(String command, String repeat) {
        if ("once".equals(repeat)) {
            return command;
        }
        int next = asked(command) + 1;
        return next == 1 && "again".equals(repeat) ? command : command + "-" + next;
    }

    /** How many invites of the caller have not failed as far as is known. */
    long possibleMoves() {
        return operations.stream()
                .filter(operation -> operation.isOfTheCaller() && !Operation.FAILED.equals(operation.status()))
                .count();
    }

    /** The number at the end of a key, since older ones may be deleted; 1 where it has none. */
    private static int number(Operation operation) {
        String key = operation.key();
        String number = key.substring(Math.min(operation.command().length() + 1, key.length()));
        return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 1;
    }

    /**
     * Takes a command into the outbox of this decision, unless the escalation has one of that key already.
     *
     * @return false when it has
     */
    boolean queue(Command command, String clientContext, List<String> invited) {
        if (operation(command.key()).isPresent()) {
            return false;
        }
        forgetAllButTheNewest(command.command());
        queued.add(command.tracedBy(traceparent));
        operations.add(Operation.queued(command, clientContext, invited));
        return true;
    }

    /** Takes a command that has failed into the outbox of this decision once more. */
    void queueAgain(Command command) {
        operation(command.key()).ifPresent(operation -> update(operation.withStatus(Operation.NOT_STARTED)));
        queued.add(command.tracedBy(traceparent));
    }

    /** A call may last a day and be asked about a hundred times: of answered commands, the newest count. */
    private void forgetAllButTheNewest(String command) {
        List<Operation> known = operations.stream()
                .filter(operation ->
                        operation.command().equals(command) && !operation.isOpen() && !operation.isInvite())
                .toList();
        if (known.size() >= MOST_ANSWERED) {
            operations.removeAll(known.subList(0, known.size() - MOST_ANSWERED + 1));
        }
    }

    /** What the journal says of the news: what a step has said, else whether anything was decided on it. */
    String outcome() {
        if (!outcome.isEmpty()) {
            return outcome;
        }
        boolean decided = changed || !queued.isEmpty() || !moments.isEmpty();
        return decided ? "decided" : facts.whenNothingIsDecided();
    }

    /**
     * What is to be stored.
     *
     * @param longestWait how long an open escalation waits for which the decision has set no deadline
     */
    Commit commit(Instant time, Duration longestWait) {
        boolean none = Escalation.NONE.equals(phase);
        Escalation after = none ? null : after(time, longestWait);
        JournalEntry decided = entry.decided(none ? "" : known.id(), outcome(), phase, queued, answered);
        return new Commit(before, after, decided, queued, answered, letters, acted(after, time));
    }

    private JournalEntry acted(Escalation after, Instant time) {
        String replayed = DeadLetter.State.REPLAYED.toString();
        return replay == null || after == null
                ? null
                : JournalEntry.of(replay.by(), time, replayed, replayed, replay.letter(), after);
    }

    /** The escalation as it is to be stored; a replay is one more entry of its journal. */
    Escalation after(Instant time, Duration longestWait) {
        // as exact as the store: a deadline that it hands out has passed, and is not found half a millisecond too early
        Instant now = time.truncatedTo(ChronoUnit.MILLIS);
        Escalation.Call meeting = known.meetingCall();
        return new Escalation(
                known.id(),
                known.version() + (replay == null ? 1 : 2),
                phase,
                over,
                known.origin(),
                known.callerCall(),
                new Escalation.Call(meeting.id(), meeting.state(), meetingTenantId),
                new Escalation.MeetingRoster(callerSeenAs, known.roster().botIsInLobby(), elsewhere),
                entered ? known.media().ofANewPhase() : known.media(),
                remembered,
                waiting,
                operations,
                failure,
                over ? null : deadline(now, longestWait),
                over ? null : keepAliveAt(now),
                now,
                traceparent);
    }

    /**
     * A new phase waits for something else; in the same one the old deadline holds until it has been decided on. An
     * open escalation is never without a deadline, so that none can be forgotten.
     */
    private Instant deadline(Instant now, Duration longestWait) {
        if (wait != null) {
            return now.plus(wait);
        }
        boolean sameWait =
                before != null && before.phase().equals(phase) && before.deadline() != null && !facts.is("overdue");
        return sameWait ? before.deadline() : now.plus(longestWait);
    }

    private Instant keepAliveAt(Instant now) {
        if (keepAlive != null) {
            return now.plus(keepAlive);
        }
        return before == null || facts.is("keepAliveDue") ? null : before.keepAliveAt();
    }
}
