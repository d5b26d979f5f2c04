package dev.callescalation.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.escalation.NotFoundException;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.MalformedMessageException;
import dev.callescalation.notification.Notification;
import org.apache.camel.Header;

/** Dead letters as JSON, for the control port. */
public final class DeadLetterViews {

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
     * The newest hundred, newest first, without their messages.
     *
     * @param state open, replayed or dismissed; null or empty for all
     * @throws MalformedMessageException for another state
     */
    public String newest(@Header("state") String state) {
        DeadLetter.State wanted = state == null || state.isEmpty()
                ? null
                : DeadLetter.State.named(state)
                        .orElseThrow(
                                () -> new MalformedMessageException("The state must be open, replayed or dismissed."));
        ArrayNode list = ControlJson.JSON.createArrayNode();
        store.deadLetters(wanted, MOST_LISTED).forEach(letter -> list.add(summary(letter)));
        return ControlJson.write(ControlJson.JSON.createObjectNode().set("deadLetters", list));
    }

    /**
     * One with its message.
     *
     * @throws NotFoundException for an unknown id
     */
    public String one(@Header("id") String id) {
        DeadLetter letter = store.deadLetter(id).orElseThrow(() -> new NotFoundException("dead letter"));
        ObjectNode view = summary(letter);
        describe(view, letter.message());
        return ControlJson.write(view);
    }

    private ObjectNode summary(DeadLetter letter) {
        ObjectNode view = ControlJson.JSON.createObjectNode();
        view.put("id", letter.id());
        view.put("at", letter.at().toString());
        view.put("state", letter.state().toString());
        if (letter.closedAt() != null) {
            view.put("closedAt", letter.closedAt().toString());
        }
        view.put("kind", letter.kind().toString());
        view.put("what", messages.shown(letter.summary()));
        view.put("escalationId", letter.escalationId());
        view.put("call", letter.callId());
        view.put("error", letter.error());
        view.put("route", letter.route());
        view.put("step", letter.step());
        view.put("failures", letter.failures());
        return view;
    }

    private void describe(ObjectNode view, Object message) {
        if (message instanceof Notification news) {
            view.set("message", messages.shown(news.item()));
        } else if (message instanceof CommandReply reply) {
            view.put("status", reply.status()).set("message", messages.shown(reply.body()));
            view.set("command", messages.shown(reply.command()));
        } else if (message instanceof DeadlinePassed passed) {
            view.put("due", passed.at().toString());
        } else if (message instanceof InviteRequest request) {
            view.set("message", messages.shown(request.message()));
        } else if (message instanceof Command command) {
            view.set("command", messages.shown(command));
        }
    }
}
