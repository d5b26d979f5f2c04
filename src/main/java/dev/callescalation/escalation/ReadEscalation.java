package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.CallState;
import dev.callescalation.notification.Identities;
import dev.callescalation.notification.Notification;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The first step of every decision: reads the escalation that the message in the body belongs to, and sets the
 * variables that routes decide on, the news of the message already merged in. docs/variables.md lists them.
 */
public final class ReadEscalation implements Processor {

    /** Random, and rising with time: rows that are written together lie together in the store. */
    private static final NoArgGenerator IDS = Generators.timeBasedEpochRandomGenerator();

    private final Clock clock = Clock.systemUTC();

    private EscalationStore store;
    private String tenantId = "";
    private String appId = "";

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    /** The tenant where neither the call nor the token of its notification names one. */
    public void setTenantId(String tenantId) {
        this.tenantId = tenantId;
    }

    /** Application id of the bot, by which a roster lists it. */
    public void setAppId(String appId) {
        this.appId = appId;
    }

    @Override
    public void process(Exchange exchange) {
        Object event = exchange.getMessage().getBody();
        if (event instanceof Notification notification) {
            read(exchange, notification);
        } else if (event instanceof CommandReply reply) {
            read(exchange, reply);
        } else if (event instanceof InviteRequest request) {
            read(exchange, request);
        } else if (event instanceof DeadlinePassed passed) {
            read(exchange, passed);
        } else if (event instanceof Command command) {
            read(exchange, command);
        } else {
            throw new IllegalArgumentException("direct:decide takes a Notification, a CommandReply, an InviteRequest,"
                    + " a DeadlinePassed or a Command, not " + event);
        }
    }

    private void read(Exchange exchange, Notification news) {
        Escalation found = find(news).orElse(null);
        String leg = leg(found, news);
        RosterNews roster = "participant".equals(news.resourceType())
                ? RosterNews.of(news.data(), found == null ? news.data() : found.caller(), appId)
                : RosterNews.NONE;
        Escalation known = found == null ? begin(news) : merge(found, leg, news, roster);
        JournalEntry entry =
                entry(known, "notification", news.receivedAt(), news.callId(), news.summary(), leg, news.item());
        Decision decision = new Decision(found, known.id(), null, entry, known.incoming());
        describe(exchange, decision, known);
        exchange.setVariable("changeType", news.changeType());
        exchange.setVariable("resourceType", news.resourceType());
        exchange.setVariable("odataType", news.odataType());
        exchange.setVariable("callState", news.state().toString());
        exchange.setVariable("leg", leg);
        exchange.setVariable("spareCallId", "spare".equals(leg) ? news.callId() : "");
        describe(exchange, roster, found, known);
        Optional<Operation> operation =
                "commsOperation".equals(news.resourceType()) ? OperationNews.follow(decision, news) : Optional.empty();
        exchange.setVariable("operation", operation.map(Operation::command).orElse(""));
        exchange.setVariable("operationKey", operation.map(Operation::key).orElse(""));
        exchange.setVariable("operationStatus", operation.map(Operation::status).orElse(""));
        exchange.setVariable("error", OperationNews.error(news.data()));
    }

    /** By the call, else by the callback address, else by the clientContext that carries the id of the escalation. */
    private Optional<Escalation> find(Notification news) {
        String context = news.data().path("clientContext").asText("");
        int slash = context.indexOf('/');
        return store.findByCall(news.callId())
                .or(() -> news.escalationId().isEmpty() ? Optional.empty() : store.find(news.escalationId()))
                .or(() -> slash < 0 ? Optional.empty() : store.find(context.substring(0, slash)));
    }

    /**
     * A call that only the callback address ties to an escalation is its meeting, heard of before the join's reply; or,
     * when the meeting is known, the leg of a join that was carried out although it was not told, and was repeated.
     */
    private static String leg(Escalation escalation, Notification news) {
        if (news.callId().isEmpty()) {
            return "";
        }
        if (escalation == null) {
            return "created".equals(news.changeType()) ? "caller" : "";
        }
        String call = CallId.key(news.callId());
        if (call.equals(CallId.key(escalation.callerCallId()))) {
            return "caller";
        }
        if (call.equals(CallId.key(escalation.meetingCallId()))) {
            return "meeting";
        }
        boolean joined = escalation.id().equals(news.escalationId())
                && escalation.operations().stream().anyMatch(o -> "join".equals(o.command()));
        if (!joined) {
            return "";
        }
        return escalation.meetingCallId().isEmpty() ? "meeting" : "spare";
    }

    private Escalation begin(Notification news) {
        JsonNode source = news.data().path("source");
        ObjectNode caller = JsonNodeFactory.instance.objectNode();
        Identities.read(source.path("identity")).ifPresent(identity -> caller.set("identity", identity));
        for (String property : List.of("endpointType", "languageId", "region")) {
            if (source.path(property).isTextual()) {
                caller.set(property, source.path(property));
            }
        }
        String tenant = news.tenantId().isEmpty() ? tenantId : news.tenantId();
        String prefix = news.prefix().isEmpty() ? "/communications" : news.prefix();
        return new Escalation(
                IDS.generate().toString(),
                0,
                Phase.NONE,
                "",
                prefix,
                tenant,
                tenant,
                news.scenarioId(),
                caller,
                news.data(),
                news.callId(),
                news.state().toString(),
                "",
                "",
                "",
                false,
                List.of(),
                List.of(),
                "",
                null,
                null,
                news.receivedAt(),
                news.receivedAt());
    }

    private static Escalation merge(Escalation known, String leg, Notification news, RosterNews roster) {
        if (leg.equals("caller")) {
            return known.withCallerCall(later(known.callerCallState(), news.state()));
        }
        if (leg.equals("meeting")) {
            return known.withMeetingCall(news.callId(), later(known.meetingCallState(), news.state()))
                    .withRoster(roster);
        }
        return known;
    }

    private static String later(String known, CallState news) {
        return CallState.of(known).later(news).toString();
    }

    private void read(Exchange exchange, CommandReply reply) {
        Escalation found = known(reply.command().escalationId());
        RosterNews roster = RosterNews.of(reply.body().path("value"), found.caller(), appId);
        Escalation known = merge(found, reply, roster);
        String callId = reply.command().callId().isEmpty()
                ? known.meetingCallId()
                : reply.command().callId();
        JournalEntry entry = entry(known, "reply", reply.receivedAt(), callId, reply.summary(), "", reply.body());
        Decision decision = new Decision(found, found.id(), reply.command(), entry, found.incoming());
        Operation operation = OperationNews.follow(decision, reply);
        describe(exchange, decision, known);
        exchange.setVariable("operation", operation.command());
        exchange.setVariable("operationKey", operation.key());
        exchange.setVariable("operationStatus", operation.status());
        exchange.setVariable("reply", reply.outcome());
        exchange.setVariable("spareCallId", spare(known, reply));
        describe(exchange, roster, found, known);
        String error = reply.error().isEmpty() ? OperationNews.error(reply.body()) : reply.error();
        exchange.setVariable("error", ((reply.status() == 0 ? "" : reply.status()) + " " + error).strip());
    }

    /**
     * What a reply tells about the two calls: the meeting's id after a join, how far they are after a look at them, and
     * that one is over which was not there to be hung up.
     */
    private static Escalation merge(Escalation found, CommandReply reply, RosterNews roster) {
        boolean accepted = "accepted".equals(reply.outcome());
        CallState state = "gone".equals(reply.outcome()) ? CallState.TERMINATED : CallState.of(reply.state());
        String meeting = found.meetingCallId();
        return switch (reply.command().command()) {
            case "join" ->
                !accepted || !spare(found, reply).isEmpty()
                        ? found
                        : found.withMeetingCall(
                                meeting.isEmpty() ? reply.id() : meeting, later(found.meetingCallState(), state));
            case "look-at-caller", "keep-caller-alive", "hang-up-caller" ->
                found.withCallerCall(later(found.callerCallState(), state));
            case "look-at-meeting", "keep-meeting-alive", "hang-up-meeting" ->
                found.withMeetingCall(meeting, later(found.meetingCallState(), state));
            case "look-at-roster", "look-at-lobby", "look-for-copies" ->
                found.withMeetingCall(meeting, later(found.meetingCallState(), state))
                        .withRoster(accepted ? roster : RosterNews.NONE);
            default -> found;
        };
    }

    /** The call that a join has made though another one is the meeting's by now; empty for none. */
    private static String spare(Escalation known, CommandReply reply) {
        boolean joined = "join".equals(reply.command().command()) && "accepted".equals(reply.outcome());
        boolean same = CallId.key(reply.id()).equals(CallId.key(known.meetingCallId()));
        return joined && !same && !known.meetingCallId().isEmpty() ? reply.id() : "";
    }

    private void read(Exchange exchange, InviteRequest request) {
        Escalation found = store.findByCall(request.callId()).orElse(null);
        Escalation known = found == null ? Escalation.none(request.receivedAt()) : found;
        JournalEntry entry = entry(
                known,
                "request",
                request.receivedAt(),
                request.callId(),
                "invite " + request.participants().size() + " participant(s)",
                "",
                request.message());
        Decision decision = new Decision(found, known.id(), null, entry, known.incoming());
        describe(exchange, decision, known);
        exchange.setVariable("participants", request.participants());
        exchange.setVariable("clientContext", request.clientContext());
    }

    private void read(Exchange exchange, DeadlinePassed passed) {
        Escalation found = known(passed.escalationId());
        boolean awaited = isDue(found.deadline(), passed);
        JournalEntry entry = entry(
                found,
                "deadline",
                passed.at(),
                "",
                awaited ? "waited in vain while " + found.phase() : "time to look after the calls",
                "",
                MissingNode.getInstance());
        describe(exchange, new Decision(found, found.id(), null, entry, found.incoming()), found);
        exchange.setVariable("stillAwaited", awaited);
        exchange.setVariable("keepAliveDue", isDue(found.keepAliveAt(), passed));
    }

    private static boolean isDue(Instant time, DeadlinePassed passed) {
        return time != null && !time.isAfter(passed.at());
    }

    /** An operator wants a command that has failed to be sent again. */
    private void read(Exchange exchange, Command command) {
        Escalation found = known(command.escalationId());
        JournalEntry entry = entry(
                found,
                "command",
                clock.instant(),
                command.callId(),
                "replay of " + command.key(),
                "",
                MissingNode.getInstance());
        Decision decision = new Decision(found, found.id(), null, entry, found.incoming());
        describe(exchange, decision, found);
        exchange.setVariable("operation", command.command());
        exchange.setVariable("operationKey", command.key());
        exchange.setVariable(
                "operationStatus",
                decision.operation(command.key()).map(Operation::status).orElse(""));
    }

    /** What the journal says of an event; the commit adds what was decided. */
    private static JournalEntry entry(
            Escalation known, String event, Instant at, String callId, String summary, String leg, JsonNode message) {
        return new JournalEntry(at, known.id(), callId, event, summary, leg, "", known.phase(), message, List.of());
    }

    private Escalation known(String escalationId) {
        return store.find(escalationId)
                .orElseThrow(
                        () -> new IllegalStateException("The escalation " + escalationId + " is not in the store"));
    }

    private static void describe(Exchange exchange, RosterNews roster, Escalation found, Escalation known) {
        exchange.setVariable("callerIsListed", !roster.callerIds().isEmpty());
        exchange.setVariable("callerListings", roster.callerIds().size());
        exchange.setVariable("callerCopies", roster.copies(known.callerSeenAs()));
        exchange.setVariable("botIsAdmitted", found != null && found.botIsInLobby() && !known.botIsInLobby());
    }

    private static void describe(Exchange exchange, Decision decision, Escalation known) {
        exchange.setVariable("decision", decision);
        exchange.setVariable("event", decision.entry().event());
        exchange.setVariable("outcome", "decided");
        exchange.setVariable("deadlineMs", "");
        exchange.setVariable("keepAliveMinutes", "");
        exchange.setVariable("stillAwaited", false);
        exchange.setVariable("keepAliveDue", false);
        exchange.setVariable("escalationId", known.id());
        exchange.setVariable("version", known.version());
        exchange.setVariable("phase", known.phase().toString());
        exchange.setVariable("mode", known.mode());
        exchange.setVariable("prefix", known.prefix());
        exchange.setVariable("dialect", known.dialect());
        exchange.setVariable("tenantId", known.tenantId());
        exchange.setVariable("meetingTenantId", known.meetingTenantId());
        exchange.setVariable("scenarioId", known.scenarioId());
        exchange.setVariable("callId", decision.entry().callId());
        exchange.setVariable("clientContext", "");
        exchange.setVariable("caller", known.caller());
        JsonNode identity = known.caller() == null
                ? MissingNode.getInstance()
                : known.caller().path("identity");
        exchange.setVariable("callerKind", Identities.kind(identity));
        exchange.setVariable("callerId", Identities.id(identity));
        exchange.setVariable("incoming", known.incoming());
        exchange.setVariable("callerCallId", known.callerCallId());
        exchange.setVariable("callerCallState", known.callerCallState());
        exchange.setVariable("meetingCallId", known.meetingCallId());
        exchange.setVariable("meetingCallState", known.meetingCallState());
        exchange.setVariable("callerSeenAs", known.callerSeenAs());
        exchange.setVariable("botIsInLobby", known.botIsInLobby());
        exchange.setVariable("failure", known.failure());
        exchange.setVariable("over", known.phase().isOver());
    }
}
