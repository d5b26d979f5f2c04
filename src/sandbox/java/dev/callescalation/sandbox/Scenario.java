package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One test call and all that follows from it. A scenario may also represent a bot's calls that the sandbox did not
 * cause; of those it remembers nothing. Touched by the event loop only.
 */
final class Scenario {

    private static final int MOST_REMEMBERED = 200;

    private final String id;
    private final CallOrder order;
    private final String chainId = Ids.guid();
    private final List<Call> calls = new ArrayList<>(2);
    private final Newest<Delivery> deliveries = new Newest<>(MOST_REMEMBERED);
    private final Newest<Received> commands = new Newest<>(MOST_REMEMBERED);
    private final List<String> mistakes = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox();

    private Scenario(String id, CallOrder order) {
        this.id = id;
        this.order = order;
    }

    static Scenario of(CallOrder order) {
        return new Scenario(order.scenarioId(), order);
    }

    static Scenario unknown(String id) {
        return new Scenario(id, null);
    }

    boolean isKnown() {
        return order != null;
    }

    String id() {
        return id;
    }

    /** Ties together what belongs to one conversation; the call's callChainId is the same. */
    String chainId() {
        return chainId;
    }

    Form form() {
        return order.form();
    }

    ObjectNode caller() {
        return order.caller();
    }

    String tenantId() {
        return order.tenantId();
    }

    /** What the caller presses after each prompt. */
    List<String> presses() {
        return order == null ? List.of() : order.presses();
    }

    /** What the bot did that Graph takes, and people notice. */
    List<String> mistakes() {
        return mistakes;
    }

    List<String> modalities() {
        return order.modalities();
    }

    void add(Call call) {
        calls.add(call);
    }

    List<Call> calls() {
        return calls;
    }

    /** The call with which the scenario began. */
    Call callerCall() {
        return calls.get(0);
    }

    boolean isOver() {
        return calls.stream().allMatch(Call::isOver);
    }

    Newest<Delivery> deliveries() {
        return deliveries;
    }

    Newest<Received> commands() {
        return commands;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** A command in short: its body is in the sandbox's requests. */
    record Received(Instant at, String method, String path, int status) {}
}
