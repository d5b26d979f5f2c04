package dev.callescalation.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.NotFoundException;
import dev.callescalation.escalation.Operation;
import dev.callescalation.graph.Command;
import dev.callescalation.notification.MalformedMessageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** Escalations as JSON and as text, for the control port. */
public final class EscalationViews {

    private static final int MOST_LISTED = 100;

    private Messages messages = new Messages(false);
    private EscalationStore store;

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    /** Whether names, user ids and phone numbers are shown in full. */
    public void setShowPeople(boolean showPeople) {
        messages = new Messages(showPeople);
    }

    /**
     * One escalation with its commands and its newest hundred steps. {@code earlier} is where those before them are, if
     * there are any.
     *
     * @param id     of the escalation or of either call, or {@code latest}
     * @param before number of the first step that is not shown; null for none
     * @throws NotFoundException for an unknown id
     * @throws MalformedMessageException for a number that is none
     */
    public String one(@Header("id") String id, @Header("before") String before) {
        if (before != null && !before.matches("[0-9]{1,9}")) {
            throw new MalformedMessageException("before must be a number.");
        }
        Escalation escalation = find(id);
        long end = before == null
                ? escalation.version()
                : Math.min(escalation.version(), Math.max(0, Long.parseLong(before) - 1));
        long after = Math.max(0, end - MOST_LISTED);
        ObjectNode view = summary(escalation);
        ArrayNode deadlines = view.putArray("deadlines");
        add(deadlines, escalation.phase(), escalation.deadline());
        add(deadlines, "keep-alive", escalation.keepAliveAt());
        List<JournalEntry> entries = store.journal(escalation.id(), after, (int) (end - after));
        List<Command> unanswered = before == null ? store.unanswered(escalation.id()) : List.of();
        OperationTimes times = new OperationTimes(entries, unanswered);
        ArrayNode operations = view.putArray("operations");
        for (Operation operation : escalation.operations()) {
            ObjectNode one = operation(operation);
            times.addTo(one, operation.key());
            operations.add(one);
        }
        ArrayNode steps = view.putArray("steps");
        long version = after;
        for (JournalEntry entry : withPauses(entries, unanswered)) {
            ObjectNode step = step(entry);
            if (!"pause".equals(entry.event())) {
                version++;
                step.put("version", version);
            }
            steps.add(step);
        }
        if (after > 0) {
            view.put("earlier", "/escalations/" + escalation.id() + "?before=" + (after + 1));
        }
        return ControlJson.write(view);
    }

    /**
     * The steps of one escalation as a table of text.
     *
     * @throws NotFoundException for an unknown id
     */
    public String timeline(@Header("id") String id) {
        Escalation escalation = find(id);
        List<JournalEntry> journal = new ArrayList<>();
        for (long after = 0; after < escalation.version(); after += MOST_LISTED) {
            // the table shows no message, and all of them at once could be much
            store.journal(escalation.id(), after, MOST_LISTED).forEach(entry -> journal.add(entry.withoutPayload()));
        }
        // in the order of decisions one that came first may be last
        journal.sort(Comparator.comparing(JournalEntry::at));
        return Timeline.of(escalation, withPauses(journal, store.unanswered(escalation.id())));
    }

    /** With the pauses of the commands that were replied to, and of those that were not yet, at their time. */
    private static List<JournalEntry> withPauses(List<JournalEntry> journal, List<Command> unanswered) {
        List<JournalEntry> steps = new ArrayList<>(journal);
        journal.forEach(entry -> entry.pauses().forEach(pause -> insert(steps, pause, entry.callId())));
        unanswered.forEach(command -> command.pauses().forEach(pause -> insert(steps, pause, command.callId())));
        return steps;
    }

    private static void insert(List<JournalEntry> steps, Command.Pause pause, String callId) {
        int i = steps.size();
        while (i > 0 && steps.get(i - 1).at().isAfter(pause.at())) {
            i--;
        }
        String phase = i == 0 ? "" : steps.get(i - 1).phase();
        steps.add(i, JournalEntry.of(pause, callId, phase));
    }

    /** The newest hundred notifications that belong to no escalation. */
    public String unmatched() {
        ArrayNode list = ControlJson.JSON.createArrayNode();
        store.unmatched(MOST_LISTED).forEach(entry -> list.add(step(entry)));
        return ControlJson.write(ControlJson.JSON.createObjectNode().set("notifications", list));
    }

    /**
     * The reply to a request for an invite: where to follow it, and the operations that have begun, if any. A second
     * request with the same clientContext gets those that began with the first.
     *
     * @param clientContext empty for none
     */
    public String invited(
            @Variable("escalationId") String escalationId,
            @Variable("commands") List<Command> commands,
            @Variable("phase") String phase,
            @Variable("clientContext") String clientContext) {
        ObjectNode reply = ControlJson.JSON.createObjectNode();
        reply.put("escalationId", escalationId)
                .put("follow", "/escalations/" + escalationId)
                .put("phase", phase);
        ArrayNode operations = reply.putArray("operations");
        store.find(escalationId)
                .ifPresent(escalation -> escalation.operations().stream()
                        .filter(operation -> !clientContext.isEmpty() && clientContext.equals(operation.clientContext())
                                || commands.stream()
                                        .anyMatch(command -> command.key().equals(operation.key())))
                        .forEach(operation -> operations.add(operation(operation))));
        return ControlJson.write(reply);
    }

    private Escalation find(String id) {
        Optional<Escalation> found = "latest".equals(id)
                ? store.newest(1).stream().findFirst()
                : store.findNewest(id)
                        .or(() -> store.findByCall(id).flatMap(escalation -> store.findNewest(escalation.id())));
        return found.orElseThrow(() -> new NotFoundException("escalation"));
    }

    private static void add(ArrayNode deadlines, String name, Instant at) {
        if (at != null) {
            deadlines.addObject().put("name", name).put("at", at.toString());
        }
    }

    /** What lists show of an escalation, too. */
    static ObjectNode summary(Escalation escalation) {
        ObjectNode view = ControlJson.JSON.createObjectNode();
        view.put("id", escalation.id());
        view.put("phase", escalation.phase());
        view.put("over", escalation.over());
        if (!escalation.failure().isEmpty()) {
            view.put("failure", escalation.failure());
        }
        view.put("mode", escalation.remembered("mode"));
        view.put("dialect", escalation.origin().dialect());
        view.put("prefix", escalation.origin().prefix());
        view.put("tenantId", escalation.origin().tenantId());
        view.put("scenarioId", escalation.origin().scenarioId());
        view.putObject("callerCall")
                .put("id", escalation.callerCall().id())
                .put("state", escalation.callerCall().state());
        if (!escalation.meetingCall().id().isEmpty()) {
            view.putObject("meetingCall")
                    .put("id", escalation.meetingCall().id())
                    .put("state", escalation.meetingCall().state())
                    .put("botIsInLobby", escalation.roster().botIsInLobby());
        }
        view.put("createdAt", escalation.origin().createdAt().toString());
        view.put("updatedAt", escalation.updatedAt().toString());
        if (escalation.deadline() != null) {
            view.put("waitsFor", escalation.phase())
                    .put("waitsUntil", escalation.deadline().toString());
        }
        return view;
    }

    private static ObjectNode operation(Operation operation) {
        ObjectNode view = ControlJson.JSON.createObjectNode();
        view.put("key", operation.key()).put("command", operation.command()).put("status", operation.status());
        if (operation.isFollowed()) {
            view.put("clientContext", operation.clientContext());
            view.put("id", operation.operationId().isEmpty() ? null : operation.operationId());
        }
        return view;
    }

    private ObjectNode step(JournalEntry entry) {
        ObjectNode view = ControlJson.JSON.createObjectNode();
        view.put("at", entry.at().toString());
        view.put("event", entry.event());
        view.put("what", messages.shown(entry.summary()));
        view.put("call", entry.callId());
        view.put("outcome", entry.outcome());
        view.put("phase", entry.phase());
        if ("pause".equals(entry.event())) {
            view.put("until", entry.pauses().get(0).until().toString());
        }
        if (entry.answered() != null) {
            view.put("commandKey", entry.answered().key());
            if (entry.answered().status() > 0) {
                view.put("httpStatus", entry.answered().status());
            }
        }
        if (entry.acted() != null) {
            view.put("by", entry.acted().by())
                    .put("reason", messages.shown(entry.acted().reason()));
        }
        if (!entry.message().isMissingNode() && !entry.message().isNull()) {
            view.set("message", messages.shown(entry.message()));
        }
        if (!entry.commands().isEmpty()) {
            ArrayNode commands = view.putArray("commands");
            entry.commands()
                    .forEach(command -> commands.add(messages.shown(command)
                            .put("key", command.key())
                            .put("queuedAt", command.queuedAt().toString())));
        }
        return view;
    }
}
