package dev.callescalation.escalation;

import dev.callescalation.notification.CallId;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.spi.SimpleFunction;

/**
 * A question to the decision under way, which the commands queued so far belong to. Routes ask it as a function of
 * Camel's language simple, {@code ${openMoves()} == 0} or {@code ${asked('join')} < 2}; asking a bean would copy the
 * whole exchange, twice, for each answer. The name of the bean is that of the function.
 */
public final class DecisionFunction implements SimpleFunction {

    private final String name;
    private final String takes;
    private final BiFunction<Decision, String, Object> answer;

    private DecisionFunction(String name, String takes, BiFunction<Decision, String, Object> answer) {
        this.name = name;
        this.takes = takes;
        this.answer = answer;
    }

    private static DecisionFunction of(String name, Function<Decision, Object> answer) {
        return new DecisionFunction(name, "", (decision, nothing) -> answer.apply(decision));
    }

    private static DecisionFunction count(String name, Predicate<Operation> counted) {
        return of(
                name, decision -> decision.operations().stream().filter(counted).count());
    }

    /** {@code openInvites()}: how many invites are still open. */
    public static DecisionFunction openInvites() {
        return count("openInvites", operation -> operation.isFollowed() && operation.isOpen());
    }

    /** {@code successfulInvites()}: how many invites have succeeded, or may have without anybody telling. */
    public static DecisionFunction successfulInvites() {
        return count(
                "successfulInvites",
                operation ->
                        operation.isFollowed() && !operation.isOpen() && !Operation.FAILED.equals(operation.status()));
    }

    /** {@code openMoves()}: how many invites of the caller are open: moves, and second rings. */
    public static DecisionFunction openMoves() {
        return count("openMoves", operation -> operation.isOfTheCaller() && operation.isOpen());
    }

    /**
     * {@code possibleMoves()}: how many invites of the caller have not failed as far as is known; several of them may
     * bring him in twice.
     */
    public static DecisionFunction possibleMoves() {
        return of("possibleMoves", Decision::possibleMoves);
    }

    /** {@code movesSince(key)}: how many invites of the caller have been asked for since the command of that key. */
    public static DecisionFunction movesSince() {
        return new DecisionFunction(
                "movesSince",
                "the key of a command",
                (decision, key) -> decision.operations().stream()
                        .dropWhile(operation -> !operation.key().equals(key))
                        .filter(Operation::isOfTheCaller)
                        .count());
    }

    /** {@code asked(command)}: how often a command of that name has been asked for. */
    public static DecisionFunction asked() {
        return ofCommand("asked", Decision::asked);
    }

    /** {@code unanswered(command)}: whether the last one of that name has left, and no reply has told its outcome. */
    public static DecisionFunction unanswered() {
        return ofCommand(
                "unanswered",
                (decision, command) -> last(decision, command)
                        .filter(operation -> Operation.RUNNING.equals(operation.status()))
                        .isPresent());
    }

    /**
     * {@code resultOf(command)}: code and subcode with which Graph let the last one of that name fail; empty where it
     * gave none.
     */
    public static DecisionFunction resultOf() {
        return ofCommand(
                "resultOf",
                (decision, command) ->
                        last(decision, command).map(Operation::result).orElse(""));
    }

    /** {@code spareHungUp(callId)}: whether that spare call has been hung up already. */
    public static DecisionFunction spareHungUp() {
        return new DecisionFunction(
                "spareHungUp",
                "the id of a call",
                (decision, callId) -> decision.operations().stream()
                        .anyMatch(operation -> operation.command().equals("hang-up-spare")
                                && CallId.key(operation.callId()).equals(CallId.key(callId))));
    }

    /**
     * {@code taken(clientContext)}: whether a request with this clientContext has been taken before; whoever sent it
     * did not hear our reply. False when it is empty.
     */
    public static DecisionFunction taken() {
        return new DecisionFunction(
                "taken",
                "a clientContext",
                (decision, clientContext) -> !clientContext.isEmpty()
                        && (decision.operations().stream()
                                        .anyMatch(o -> o.clientContext().equals(clientContext))
                                || decision.waiting().stream()
                                        .anyMatch(r -> r.clientContext().equals(clientContext))));
    }

    private static DecisionFunction ofCommand(String name, BiFunction<Decision, String, Object> answer) {
        return new DecisionFunction(name, "the name of a command", answer);
    }

    private static Optional<Operation> last(Decision decision, String command) {
        return decision.operations().stream()
                .filter(operation -> operation.command().equals(command))
                .reduce((older, newer) -> newer);
    }

    @Override
    public String getName() {
        return name;
    }

    /** What stands in its brackets, {@code the name of a command}; empty when nothing does. */
    public String takes() {
        return takes;
    }

    /** One that takes nothing may be asked whatever the body is, and so with none. */
    @Override
    public boolean allowNull() {
        return true;
    }

    /**
     * @param input what stands in the brackets; the body where nothing does
     * @throws IllegalStateException where no decision is under way
     */
    @Override
    public Object apply(Exchange exchange, Object input) {
        if (!(exchange.getVariable("decision") instanceof Decision decision)) {
            throw new IllegalStateException("${" + name + "(…)} is asked where no decision is under way.");
        }
        return answer.apply(decision, takes.isEmpty() || input == null ? "" : input.toString());
    }
}
