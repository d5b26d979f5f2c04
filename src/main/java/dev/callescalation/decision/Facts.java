package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.MessageKind;
import dev.callescalation.escalation.Operation;
import dev.callescalation.notification.Identities;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What routes decide on, as variables of the exchange, and templates read by the same names. docs/variables.md says
 * what each fact means. Routes only read them: what is stored and sent comes from here and from the {@link Decision},
 * so a variable that a step sets under the name of a fact changes neither.
 */
public final class Facts {

    /** The facts that say nothing where the message that is decided on has nothing to say. */
    private static final Map<String, Object> SILENT = Map.ofEntries(
            Map.entry("changeType", ""),
            Map.entry("resourceType", ""),
            Map.entry("odataType", ""),
            Map.entry("callState", ""),
            Map.entry("direction", ""),
            Map.entry("leg", ""),
            Map.entry("ended", ""),
            Map.entry("ours", true),
            Map.entry("listed", 0),
            Map.entry("duplicates", List.of()),
            Map.entry("admitted", false),
            Map.entry("overdue", false),
            Map.entry("keepAliveDue", false),
            Map.entry("operation", ""),
            Map.entry("operationKey", ""),
            Map.entry("operationStatus", ""),
            Map.entry("reply", ""),
            Map.entry("error", ""),
            Map.entry("participants", List.of()),
            Map.entry("clientContext", ""));

    /** The commands whose newest state is a fact, and its name. */
    private static final Map<String, String> STATES =
            Map.of("answer", "answer", "join", "join", "play-prompt", "prompt", "transfer-call", "transfer");

    private static final Set<String> FAILURES = Set.of("gone", "refused", "expired");

    private final Map<String, Object> values = new HashMap<>(SILENT);

    private Facts() {}

    /** The names of all facts, which no step may set. */
    public static Set<String> names() {
        return new TreeSet<>(of(Escalation.nobody(Instant.EPOCH), MessageKind.NOTIFICATION, "")
                .values
                .keySet());
    }

    /**
     * What is known of an escalation.
     *
     * @param event  what the decision is taken on
     * @param callId the call that it is about; empty for none
     */
    static Facts of(Escalation known, MessageKind event, String callId) {
        Facts facts = new Facts();
        known.remembered().forEach(facts::set);
        Escalation.Origin origin = known.origin();
        JsonNode identity = origin.caller().path("identity");
        return facts.set("event", event.toString())
                .set("callId", callId)
                .set("escalationId", known.id())
                .set("version", known.version())
                .set("phase", known.phase())
                .set("over", known.over())
                .set("mode", known.remembered("mode"))
                .set("prefix", origin.prefix())
                .set("dialect", origin.dialect())
                .set("tenantId", origin.tenantId())
                .set("scenarioId", origin.scenarioId())
                .set("caller", origin.caller())
                .set("callerKind", Identities.kind(identity))
                .set("callerId", Identities.id(identity))
                .set("incoming", origin.incoming())
                .set("groupCall", !origin.incoming().path("meetingInfo").isEmpty())
                .set("callerCall", known.callerCall().state())
                .set("callerCallId", known.callerCall().id())
                .set("meetingCall", known.meetingCall().state())
                .set("meetingCallId", known.meetingCall().id())
                .set("meetingTenantId", known.meetingCall().tenantId())
                .set("inLobby", known.roster().botIsInLobby())
                .set("seenAs", known.roster().callerSeenAs())
                .set("audio", known.media().audio())
                .set("tone", known.media().pressed())
                .set("failure", known.failure())
                .set("answer", "")
                .set("join", "")
                .set("prompt", "")
                .set("transfer", "");
    }

    Facts set(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** What a roster shows, and whether the bot has been let in since. */
    Facts set(RosterNews roster, Escalation before, Escalation known) {
        boolean wasInLobby = before != null && before.roster().botIsInLobby();
        return set("listed", roster.callerIds().size())
                .set("duplicates", roster.copies(known.roster().callerSeenAs()))
                .set("admitted", wasInLobby && !known.roster().botIsInLobby());
    }

    /** The command that the message is about, and how it went. */
    Facts set(String command, String key, String status) {
        return set("operation", command).set("operationKey", key).set("operationStatus", status);
    }

    void setOperation(Operation operation) {
        set(operation.command(), operation.key(), operation.status());
    }

    /** The states of the newest answer, join, prompt and transfer. */
    Facts set(List<Operation> operations) {
        for (Operation operation : operations) {
            String fact = STATES.get(operation.command());
            if (fact != null) {
                values.put(fact, standing(operation));
            }
        }
        return this;
    }

    /** A command that failed is what Graph's reply made of it: refused, gone or expired. */
    static String standing(Operation operation) {
        if (!Operation.FAILED.equals(operation.status())) {
            return operation.status();
        }
        return FAILURES.contains(operation.result()) ? operation.result() : "refused";
    }

    boolean is(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    Object value(String name) {
        return values.get(name);
    }

    void forEach(BiConsumer<String, Object> taker) {
        values.forEach(taker);
    }

    /** What the journal says of a message on which nothing is decided. */
    String whenNothingIsDecided() {
        if ("repeated".equals(text("operationStatus"))) {
            return "repeated";
        }
        boolean ofNobody = "commsOperation".equals(text("resourceType"))
                && text("operation").isEmpty();
        return ofNobody ? "unknown-operation" : "noted";
    }
}
