package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.Escalation.Call;
import dev.callescalation.escalation.Escalation.Origin;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.MessageKind;
import dev.callescalation.escalation.Operation;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.CallState;
import dev.callescalation.notification.Decidable;
import dev.callescalation.notification.Identities;
import dev.callescalation.notification.JsonMasks;
import dev.callescalation.notification.Notification;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Begins a decision: reads the escalation that a message belongs to, merges the news of the message into it, and
 * gathers the {@link Facts} that routes decide on.
 *
 * @param tenantId the tenant where neither the call nor the token of its notification names one
 * @param appId    application id of the bot, by which a roster lists it
 */
record News(Clock clock, EscalationStore store, String tenantId, String appId) {

    /** Leg of a second group call: a join of which nothing was heard was repeated, and both were carried out. */
    private static final String DUPLICATE = "duplicate-leg";

    /** Random, and rising with time: rows that are written together are close to each other in the store. */
    private static final NoArgGenerator IDS = Generators.timeBasedEpochRandomGenerator();

    /**
     * @param message a Notification, a CommandReply, an InviteRequest, a DeadlinePassed, or a Command that is replayed
     * @throws IllegalArgumentException for any other message
     * @throws IllegalStateException    when its escalation is not stored
     */
    Decision read(Object message) {
        if (message instanceof Notification notification) {
            return read(notification);
        } else if (message instanceof CommandReply reply) {
            return reply.command().isLookup() ? readLookup(reply) : read(reply);
        } else if (message instanceof InviteRequest request) {
            return read(request);
        } else if (message instanceof DeadlinePassed passed) {
            return read(passed);
        } else if (message instanceof Command command) {
            return read(command);
        }
        throw new IllegalArgumentException("direct:decide takes a Notification, a CommandReply, an InviteRequest,"
                + " a DeadlinePassed or a Command, not " + message);
    }

    private Decision read(Notification news) {
        Escalation found = find(news).orElse(null);
        String leg = leg(found, news);
        boolean isRoster = found != null && "participant".equals(news.resourceType());
        RosterNews roster = isRoster ? RosterNews.of(news.data(), found, appId) : RosterNews.NONE;
        Escalation known = found == null ? begin(news) : merge(found, leg, news, roster);
        boolean isOperation = "commsOperation".equals(news.resourceType());
        boolean hasEnded = "call".equals(news.resourceType()) && news.state() == CallState.TERMINATED;
        Facts facts = Facts.of(known, MessageKind.NOTIFICATION, news.callId())
                .set("leg", leg)
                .set("ours", found != null && (isOperation || !leg.isEmpty()))
                .set("changeType", news.changeType())
                .set("resourceType", news.resourceType())
                .set("odataType", news.odataType())
                .set("callState", news.state().toString())
                .set("direction", news.data().path("direction").asText(""))
                .set("ended", hasEnded ? leg : "")
                .set("error", OperationNews.error(news.data()))
                .set(roster, found, known);
        JournalEntry entry = entry(news, MessageKind.NOTIFICATION, news.receivedAt(), leg, news.item());
        Decision decision = new Decision(found, known, facts, entry, null);
        if (isOperation) {
            OperationNews.follow(decision, news).ifPresent(facts::setOperation);
        } else if (found != null && leg.equals(Escalation.CALLER)) {
            OperationNews.followTransfer(decision, news, found.callerCall()).ifPresent(facts::setOperation);
        }
        facts.set(decision.operations);
        return decision;
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
     * when the meeting is known, the leg of a repeated join whose first try was carried out, too.
     */
    private static String leg(Escalation escalation, Notification news) {
        if (news.callId().isEmpty()) {
            return "";
        }
        if (escalation == null) {
            return "created".equals(news.changeType()) ? Escalation.CALLER : "";
        }
        String leg = escalation.leg(news.callId());
        if (!leg.isEmpty()) {
            return leg;
        }
        boolean joined = escalation.id().equals(news.escalationId())
                && escalation.operations().stream().anyMatch(o -> "join".equals(o.command()));
        if (!joined) {
            return "";
        }
        return escalation.meetingCall().id().isEmpty() ? Escalation.MEETING : DUPLICATE;
    }

    private Escalation begin(Notification news) {
        ObjectNode caller = Identities.participant(news.data().path("source"));
        String tenant = news.tenantId().isEmpty() ? tenantId : news.tenantId();
        String prefix = news.prefix().isEmpty() ? "/communications" : news.prefix();
        Origin origin = new Origin(prefix, tenant, news.scenarioId(), caller, news.data(), news.receivedAt());
        Call call = new Call(news.callId(), news.state().toString(), tenant);
        return Escalation.begin(IDS.generate().toString(), origin, call, new Call("", "", tenant));
    }

    private static Escalation merge(Escalation known, String leg, Notification news, RosterNews roster) {
        if (leg.equals(Escalation.CALLER)) {
            return known.withCallerCall(later(known.callerCall(), news.state()))
                    .withMedia(known.media().with(news.data()));
        }
        if (leg.equals(Escalation.MEETING)) {
            return withRoster(
                    known.withMeetingCall(later(known.meetingCall().withId(news.callId()), news.state())), roster);
        }
        return known;
    }

    private static Escalation withRoster(Escalation known, RosterNews roster) {
        return roster == RosterNews.NONE ? known : known.withRoster(roster.mergedInto(known.roster()));
    }

    private static Call later(Call known, CallState news) {
        return known.withState(CallState.of(known.state()).later(news).toString());
    }

    private Decision read(CommandReply reply) {
        Command command = reply.command();
        Escalation found = known(command.escalationId());
        RosterNews roster = RosterNews.of(reply.body().path("value"), found, appId);
        Escalation known = merge(found, reply, roster);
        boolean duplicate = isDuplicate(known, reply);
        String callId = command.callId().isEmpty() ? known.meetingCall().id() : command.callId();
        String leg = duplicate ? DUPLICATE : known.leg(callId);
        Facts facts = Facts.of(known, MessageKind.REPLY, duplicate ? reply.id() : callId)
                .set("leg", leg)
                .set("ended", isOver(reply) ? leg : "")
                .set("reply", reply.outcome())
                .set("error", error(reply))
                .set(roster, found, known);
        JournalEntry entry = new JournalEntry(
                        reply.receivedAt(), callId, MessageKind.REPLY, reply.summary(), "", reply.body())
                .answering(answered(reply));
        Decision decision = new Decision(found, known, facts, entry, command);
        facts.setOperation(OperationNews.follow(decision, reply));
        facts.set(decision.operations);
        return decision;
    }

    /**
     * The reply of another system, which says nothing of the calls. What in it is about a person, nobody here knows, so
     * the journal has none of its values.
     */
    private Decision readLookup(CommandReply reply) {
        Escalation known = known(reply.command().escalationId());
        Facts facts = Facts.of(known, MessageKind.REPLY, "")
                .set("reply", reply.outcome())
                .set("error", error(reply));
        JournalEntry entry = new JournalEntry(
                        reply.receivedAt(), "", MessageKind.REPLY, reply.summary(), "", JsonMasks.values(reply.body()))
                .answering(answered(reply));
        Decision decision = new Decision(known, known, facts, entry, reply.command());
        decision.found = reply.body();
        facts.setOperation(OperationNews.follow(decision, reply));
        facts.set(decision.operations);
        return decision;
    }

    /** The reason of a command that came too late names the status of its last try. */
    private static String error(CommandReply reply) {
        boolean plain = reply.status() == 0 || "expired".equals(reply.outcome());
        String status = plain ? "" : reply.status() + " ";
        String error = reply.error().isEmpty() ? OperationNews.error(reply.body()) : reply.error();
        return (status + error).strip();
    }

    private static JournalEntry.Answered answered(CommandReply reply) {
        Command command = reply.command();
        int tries = command.attempt() + (reply.sentAt() == null ? 0 : 1);
        return new JournalEntry.Answered(command.key(), reply.status(), tries, reply.sentAt());
    }

    /**
     * What a reply says of the two calls: the meeting's id after a join, the state of a call that was asked for, and
     * that a call is over which was not there any more.
     */
    private static Escalation merge(Escalation found, CommandReply reply, RosterNews roster) {
        boolean accepted = "accepted".equals(reply.outcome());
        Call meeting = found.meetingCall();
        if ("join".equals(reply.command().command())) {
            Call joined = meeting.id().isEmpty() ? meeting.withId(reply.id()) : meeting;
            return !accepted || isDuplicate(found, reply)
                    ? found
                    : found.withMeetingCall(later(joined, CallState.of(reply.state())));
        }
        CallState state = isOver(reply) ? CallState.TERMINATED : CallState.of(reply.state());
        boolean listed = accepted && reply.command().path().endsWith("/participants");
        return switch (found.leg(reply.command().callId())) {
            case Escalation.CALLER ->
                found.withCallerCall(later(found.callerCall(), state))
                        .withMedia(found.media().with(reply.body()));
            case Escalation.MEETING ->
                withRoster(found.withMeetingCall(later(meeting, state)), listed ? roster : RosterNews.NONE);
            default -> found;
        };
    }

    /**
     * Whether the call that was asked for is over. A command that changes a call may also be refused with 404 for what
     * it names besides the call, or with 409 for its state; a question, a keepAlive and a hang-up cannot.
     */
    private static boolean isOver(CommandReply reply) {
        Command command = reply.command();
        boolean ofTheCallOnly = command.path().endsWith("/calls/" + command.callId())
                || command.path().endsWith("/keepAlive")
                || "GET".equals(command.method());
        return "gone".equals(reply.outcome()) && ofTheCallOnly;
    }

    /** Whether a join has made a call though another one is the meeting's by now. */
    private static boolean isDuplicate(Escalation known, CommandReply reply) {
        boolean joined = "join".equals(reply.command().command()) && "accepted".equals(reply.outcome());
        String meeting = known.meetingCall().id();
        return joined && !meeting.isEmpty() && !CallId.same(reply.id(), meeting);
    }

    private Decision read(InviteRequest request) {
        Escalation found = store.findByCall(request.callId()).orElse(null);
        Escalation known = found == null ? Escalation.nobody(request.receivedAt()) : found;
        Facts facts = Facts.of(known, MessageKind.REQUEST, request.callId())
                .set("ours", found != null)
                .set("leg", known.leg(request.callId()))
                .set("participants", request.participants())
                .set("clientContext", request.clientContext())
                .set(known.operations());
        JournalEntry entry = entry(request, MessageKind.REQUEST, request.receivedAt(), "", request.message());
        return new Decision(found, known, facts, entry, null);
    }

    private Decision read(DeadlinePassed passed) {
        Escalation found = known(passed.escalationId());
        boolean overdue = isDue(found.deadline(), passed);
        Facts facts = Facts.of(found, MessageKind.DEADLINE, "")
                .set("overdue", overdue)
                .set("keepAliveDue", isDue(found.keepAliveAt(), passed))
                .set(found.operations());
        String summary = overdue ? "waited in vain while " + found.phase() : "time to keep the calls alive";
        return new Decision(found, found, facts, entry("", MessageKind.DEADLINE, passed.at(), summary), null);
    }

    private static boolean isDue(Instant time, DeadlinePassed passed) {
        return time != null && !time.isAfter(passed.at());
    }

    /** An operator replays a command that has failed. */
    private Decision read(Command command) {
        Escalation found = known(command.escalationId());
        Facts facts = Facts.of(found, MessageKind.COMMAND, command.callId())
                .set("leg", found.leg(command.callId()))
                .set(found.operations());
        JournalEntry entry =
                entry(command.callId(), MessageKind.COMMAND, clock.instant(), "replay of " + command.key());
        Decision decision = new Decision(found, found, facts, entry, null);
        Optional<Operation> operation = decision.operation(command.key());
        facts.set(
                command.command(),
                command.key(),
                operation.map(Operation::status).orElse(""));
        return decision;
    }

    private static JournalEntry entry(Decidable message, MessageKind kind, Instant at, String leg, JsonNode text) {
        return new JournalEntry(at, message.callId(), kind, message.summary(), leg, text);
    }

    /** Of something that came from within. */
    private static JournalEntry entry(String callId, MessageKind kind, Instant at, String summary) {
        return new JournalEntry(at, callId, kind, summary, "", MissingNode.getInstance());
    }

    private Escalation known(String escalationId) {
        return store.find(escalationId)
                .orElseThrow(
                        () -> new IllegalStateException("The escalation " + escalationId + " is not in the store"));
    }
}
