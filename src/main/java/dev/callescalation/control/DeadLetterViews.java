package dev.callescalation.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.escalation.Listings;
import dev.callescalation.escalation.Listings.Place;
import dev.callescalation.escalation.Listings.WantedLetters;
import dev.callescalation.escalation.NotFoundException;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.MalformedMessageException;
import dev.callescalation.notification.Notification;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** Dead letters as JSON, for the control port. */
public final class DeadLetterViews {

    private Messages messages = new Messages(false);
    private EscalationStore store;
    private Listings listings;

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    public void setListings(Listings listings) {
        this.listings = listings;
    }

    /** Whether names, user ids and phone numbers are shown in full. */
    public void setShowPeople(boolean showPeople) {
        messages = new Messages(showPeople);
    }

    /**
     * One page without messages, newest first.
     *
     * @param headers {@code state}, {@code group}, {@code search}, {@code cursor} and {@code limit}
     * @throws MalformedMessageException when one of them cannot be read
     */
    public String page(@Headers Map<String, Object> headers) {
        Paging paging = Paging.of(headers, List.of("state", "group", "search"));
        WantedLetters wanted = new WantedLetters(state(paging), paging.get("group"), paging.get("search"));
        List<DeadLetter> found = listings.deadLetters(wanted, paging.after(), paging.limit() + 1);
        return ControlJson.write(paging.page(
                "/dead-letters",
                "deadLetters",
                found,
                this::summary,
                letter -> new Place(letter.at().toEpochMilli(), letter.id())));
    }

    /** Null for all of them. */
    private static DeadLetter.State state(Paging paging) {
        String state = paging.get("state");
        return state.isEmpty()
                ? null
                : DeadLetter.State.named(state)
                        .orElseThrow(
                                () -> new MalformedMessageException("The state must be open, replayed or dismissed."));
    }

    /**
     * The largest hundred groups with a common cause.
     *
     * @param headers {@code state}, which is {@code open} unless it is given
     * @throws MalformedMessageException for another state
     */
    public String groups(@Headers Map<String, Object> headers) {
        DeadLetter.State given = state(Paging.of(headers, List.of("state")));
        ArrayNode list = ControlJson.JSON.createArrayNode();
        listings.groups(given == null ? DeadLetter.State.OPEN : given, Paging.MOST)
                .forEach(group -> list.addObject()
                        .put("group", group.id())
                        .put("kind", group.kind().toString())
                        .put("route", group.route())
                        .put("step", group.step())
                        .put("error", group.error())
                        .put("count", group.count())
                        .put("oldest", group.oldest().toString())
                        .put("newest", group.newest().toString()));
        return ControlJson.write(ControlJson.JSON.createObjectNode().set("groups", list));
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
        view.put("group", letter.cause());
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
