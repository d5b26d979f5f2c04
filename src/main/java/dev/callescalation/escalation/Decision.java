package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.graph.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one decision has gathered so far: it begins with the escalation as read, and ends with the commit. Used by one
 * thread. When the commit is refused it is thrown away and a new one begins.
 */
public final class Decision {

    /** How many answered commands of one name are remembered. */
    private static final int MOST_ANSWERED = 3;

    private final Escalation before;
    private final String escalationId;
    private final Command answered;
    private final JournalEntry entry;
    private final JsonNode incoming;
    private final List<Operation> operations;
    private final List<InviteRequest> waiting;
    private final List<Command> queued = new ArrayList<>();
    private final List<String> moments = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();

    Decision(Escalation before, String escalationId, Command answered, JournalEntry entry, JsonNode incoming) {
        this.before = before;
        this.escalationId = escalationId;
        this.answered = answered;
        this.entry = entry;
        this.incoming = incoming;
        this.operations = new ArrayList<>(before == null ? List.of() : before.operations());
        this.waiting = new ArrayList<>(before == null ? List.of() : before.waiting());
    }

    Escalation before() {
        return before;
    }

    String escalationId() {
        return escalationId;
    }

    Command answered() {
        return answered;
    }

    JournalEntry entry() {
        return entry;
    }

    JsonNode incoming() {
        return incoming;
    }

    List<Operation> operations() {
        return operations;
    }

    List<InviteRequest> waiting() {
        return waiting;
    }

    List<Command> queued() {
        return queued;
    }

    List<String> moments() {
        return moments;
    }

    /** Dead letters that are kept or closed together with the decision. */
    List<DeadLetter> letters() {
        return letters;
    }

    Optional<Operation> operation(String key) {
        return operations.stream()
                .filter(operation -> operation.key().equals(key))
                .findFirst();
    }

    /** Follows an operation: later news replaces what was known of it. */
    void update(Operation news) {
        operations.replaceAll(operation -> operation.key().equals(news.key()) ? news : operation);
    }

    /** Takes a command that has failed into the outbox of this decision once more. */
    void queueAgain(Command command) {
        operation(command.key()).ifPresent(operation -> update(operation.withStatus(Operation.NOT_STARTED)));
        queued.add(command);
    }

    /** How often a command has been asked for, this decision included. */
    int asked(String command) {
        return operations.stream()
                .filter(operation -> operation.command().equals(command))
                .mapToInt(Decision::number)
                .max()
                .orElse(0);
    }

    /** How many invites of the caller have not failed as far as is known. */
    long possibleMoves() {
        return operations.stream()
                .filter(operation -> operation.isOfTheCaller() && !Operation.FAILED.equals(operation.status()))
                .count();
    }

    /** The number at the end of a key, since older ones may be forgotten; 1 where it has none. */
    private static int number(Operation operation) {
        String number = operation
                .key()
                .substring(Math.min(
                        operation.command().length() + 1, operation.key().length()));
        return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 1;
    }

    /** Takes a command into the outbox of this decision, unless the escalation has one of that key already. */
    void queue(Command command, String clientContext, List<String> invited) {
        if (operation(command.key()).isEmpty()) {
            forgetAllButTheNewest(command.command());
            queued.add(command);
            operations.add(new Operation(
                    command.key(),
                    command.command(),
                    command.callId(),
                    clientContext,
                    "",
                    Operation.NOT_STARTED,
                    "",
                    invited));
        }
    }

    /** A call may last a day and be looked at a hundred times: of commands that were answered, the newest count. */
    private void forgetAllButTheNewest(String command) {
        List<Operation> answered = operations.stream()
                .filter(operation ->
                        operation.command().equals(command) && !operation.isOpen() && !operation.isFollowed())
                .toList();
        operations.removeAll(answered.subList(0, Math.max(0, answered.size() - MOST_ANSWERED + 1)));
    }
}
