package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.escalation.Operation;
import dev.callescalation.notification.CallId;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.spi.SimpleFunction;

/**
 * A question to the decision under way, which the commands queued so far belong to. Routes ask it as a function of
 * Camel's language simple, {@code ${openMoves()} == 0} or {@code ${asked('join')} < 2}; asking a bean would copy the
 * whole exchange, twice, for each answer. What each of them answers is in docs/variables.md, too.
 */
public final class DecisionFunction implements SimpleFunction {

    /** What is in the brackets where that is the name of a command. */
    public static final String COMMAND = "the name of a command";

    private static final List<DecisionFunction> ALL = List.of(
            // how many invites have not ended
            operations("openInvites", operation -> operation.isInvite() && operation.isOpen()),
            // how many invites have succeeded, or may have without anybody telling
            operations("successfulInvites", Operation::mayHaveSucceeded),
            // how many invites of the caller have not ended: moves, and second rings
            operations("openMoves", operation -> operation.isOfTheCaller() && operation.isOpen()),
            // how many invites of the caller wait to be sent
            operations(
                    "unsentMoves",
                    operation -> operation.isOfTheCaller() && operation.status().equals(Operation.NOT_STARTED)),
            // how many invites of the caller have not failed as far as is known; several may bring them in twice
            number("possibleMoves", "", (decision, nothing) -> decision.possibleMoves()),
            // how many invites of the caller have been asked for with and since the command of that key
            number("movesSince", "the key of a command", DecisionFunction::movesSince),
            // how often a command of that name has been asked for
            number("asked", COMMAND, Decision::asked),
            // how many requests of other systems wait until the caller has been moved
            number("waitingRequests", "", (decision, nothing) -> decision.waiting.size()),
            // whether the last command of that name has left, and its reply is missing
            other(
                    "unanswered",
                    COMMAND,
                    (decision, command) ->
                            lastOf(decision, command, Operation::status).equals(Operation.RUNNING)),
            // how far the last command of that name has come, in the words of the facts answer and join
            other("stateOf", COMMAND, (decision, command) -> lastOf(decision, command, Facts::standing)),
            // code and subcode with which Graph let the last command of that name fail; empty where it gave none
            other("resultOf", COMMAND, (decision, command) -> lastOf(decision, command, Operation::result)),
            // a value in the reply to a lookup; empty where it has none, and in decisions on other news
            other("found", "a JSON pointer such as '/customer/id'", DecisionFunction::found),
            // why the last try failed, as far as this decision has said so
            other("whyItFailed", "", (decision, nothing) -> decision.failure),
            // whether a hang-up of the call that the news is about has been asked for
            other("hungUp", "the id of a call", DecisionFunction::hungUp),
            // whether a request with that clientContext has been taken: its sender did not hear our reply
            other("taken", "a clientContext", DecisionFunction::taken));

    private final String name;
    private final String takes;
    private final boolean counts;
    private final BiFunction<Decision, String, Object> answer;

    private DecisionFunction(String name, String takes, boolean counts, BiFunction<Decision, String, Object> answer) {
        this.name = name;
        this.takes = takes;
        this.counts = counts;
        this.answer = answer;
    }

    /** All questions that can be asked. */
    public static List<DecisionFunction> all() {
        return ALL;
    }

    private static DecisionFunction number(String name, String takes, BiFunction<Decision, String, Object> answer) {
        return new DecisionFunction(name, takes, true, answer);
    }

    private static DecisionFunction other(String name, String takes, BiFunction<Decision, String, Object> answer) {
        return new DecisionFunction(name, takes, false, answer);
    }

    /** How many commands are of that kind. */
    private static DecisionFunction operations(String name, Predicate<Operation> counted) {
        return number(
                name,
                "",
                (decision, nothing) ->
                        decision.operations.stream().filter(counted).count());
    }

    /** Empty where no command of that name has been asked for. */
    private static String lastOf(Decision decision, String command, Function<Operation, String> property) {
        return decision.last(command).map(property).orElse("");
    }

    /** Objects and lists as JSON. */
    private static String found(Decision decision, String pointer) {
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException("${found('" + pointer + "')}: a JSON pointer begins with a slash");
        }
        JsonNode value = decision.found.at(pointer);
        return value.isContainerNode() ? value.toString() : value.asText("");
    }

    private static long movesSince(Decision decision, String key) {
        return decision.operations.stream()
                .dropWhile(operation -> !operation.key().equals(key))
                .filter(Operation::isOfTheCaller)
                .count();
    }

    private static boolean hungUp(Decision decision, String callId) {
        return decision.operations.stream()
                .anyMatch(operation ->
                        operation.command().startsWith("hang-up") && CallId.same(operation.callId(), callId));
    }

    private static boolean taken(Decision decision, String clientContext) {
        return !clientContext.isEmpty()
                && (decision.operations.stream().anyMatch(o -> o.clientContext().equals(clientContext))
                        || decision.waiting.stream()
                                .anyMatch(r -> r.clientContext().equals(clientContext)));
    }

    @Override
    public String getName() {
        return name;
    }

    /** What is in its brackets, {@link #COMMAND} for one; empty when nothing is. */
    public String takes() {
        return takes;
    }

    /** Whether the answer is a number, which a condition has to compare. */
    public boolean counts() {
        return counts;
    }

    /** One that takes nothing does not need a body. */
    @Override
    public boolean allowNull() {
        return true;
    }

    /**
     * @param input what is in the brackets; the body where nothing is
     * @throws IllegalStateException where no decision is under way
     */
    @Override
    public Object apply(Exchange exchange, Object input) {
        Decision decision = OneCommit.decision(exchange, "${" + name + "(…)}");
        return answer.apply(decision, takes.isEmpty() || input == null ? "" : input.toString());
    }
}
