package dev.callescalation.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.callescalation.decision.ActionReader;
import dev.callescalation.decision.DeadLetters;
import dev.callescalation.decision.Replay;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.JournalEntry.Acted;
import dev.callescalation.escalation.Listings;
import dev.callescalation.escalation.NotFoundException;
import dev.callescalation.notification.MalformedMessageException;
import dev.callescalation.notification.Masks;
import io.vertx.ext.auth.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/**
 * What somebody does with many dead letters at once, and how far it is. This node knows it for an hour; what has become
 * of a dead letter is in the store.
 */
public final class DeadLetterActions {

    private static final int MOST = 10_000;
    private static final int MOST_KNOWN = 100;
    private static final String REPLAY = "replay";
    private static final String DISMISS = "dismiss";
    private static final String FAILED = "failed";

    private final Cache<String, Action> known = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(1))
            .maximumSize(MOST_KNOWN)
            .build();

    private EscalationStore store;
    private Listings listings;
    private DeadLetters deadLetters;

    /** Many dead letters of which the same is wanted. */
    public static final class Action {

        private final String id = UUID.randomUUID().toString();
        private final boolean replay;
        private final Acted by;
        private final List<String> ids;
        private final List<Result> results = new ArrayList<>();
        private int failed;

        private Action(boolean replay, Acted by, List<String> ids) {
            this.replay = replay;
            this.by = by;
            this.ids = ids;
        }

        private synchronized void add(Result result) {
            results.add(result);
            failed += FAILED.equals(result.result()) ? 1 : 0;
        }

        private synchronized ObjectNode progress() {
            return ControlJson.JSON
                    .createObjectNode()
                    .put("id", id)
                    .put("total", ids.size())
                    .put("done", results.size())
                    .put(FAILED, failed);
        }

        private synchronized List<Result> results() {
            return List.copyOf(results);
        }

        /** Its id, for the address of its progress. */
        @Override
        public String toString() {
            return id;
        }
    }

    /** One dead letter of an action. */
    public record Item(Action action, String id) {}

    private record Result(String id, String result, String error) {}

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    public void setListings(Listings listings) {
        this.listings = listings;
    }

    public void setDeadLetters(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /**
     * Reads what is wanted.
     *
     * @param body {@code {"action": "replay" or "dismiss", "ids": […] or "group": "…", "reason": "…"}}
     * @throws MalformedMessageException when it is something else
     */
    public Action begin(@Header(VertxPlatformHttpConstants.AUTHENTICATED_USER) User user, @Body byte[] body) {
        JsonNode root = ActionReader.read(body);
        String what = root.path("action").asText("");
        if (!List.of(REPLAY, DISMISS).contains(what)) {
            throw new MalformedMessageException("action must be replay or dismiss.");
        }
        if (root.path("ids").isArray() == root.path("group").isTextual()) {
            throw new MalformedMessageException("The body must have either ids, an array, or group, a string.");
        }
        Acted by = ActionReader.who(user, root);
        List<String> ids = root.has("ids") && root.path("ids").isArray()
                ? ids(root.path("ids"))
                : listings.openOf(root.path("group").asText(), MOST);
        Action action = new Action(REPLAY.equals(what), by, ids);
        known.put(action.id, action);
        return action;
    }

    private static List<String> ids(JsonNode given) {
        Set<String> ids = new LinkedHashSet<>();
        given.forEach(id -> ids.add(id.isTextual() ? id.asText() : ""));
        if (ids.isEmpty() || ids.size() > MOST || ids.contains("")) {
            throw new MalformedMessageException("ids must be 1 to " + MOST + " ids of dead letters.");
        }
        return List.copyOf(ids);
    }

    /** The reply to the request that has begun it. */
    public String begun(@Body Action action) {
        return ControlJson.write(
                ControlJson.JSON.createObjectNode().put("id", action.id).put("total", action.ids.size()));
    }

    public List<Item> items(@Body Action action) {
        return action.ids.stream().map(id -> new Item(action, id)).toList();
    }

    public boolean isReplay(@Body Item item) {
        return item.action().replay;
    }

    /** See {@link DeadLetters#open(String, Acted)}. */
    public Replay open(@Body Item item) {
        return deadLetters.open(item.id(), item.action().by);
    }

    /** See {@link DeadLetters#dismiss(String, Acted)}. */
    public void dismiss(@Body Item item) {
        deadLetters.dismiss(item.id(), item.action().by);
    }

    public void succeeded(@Variable("deadLetterItem") Item item) {
        String result = isReplay(item) ? "replayed" : "dismissed";
        item.action().add(new Result(item.id(), result, ""));
    }

    /** It stays as it is; somebody else may have closed it. */
    public void failed(
            @Variable("deadLetterItem") Item item, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        String why = Masks.people(String.valueOf(error.getMessage()));
        item.action().add(new Result(item.id(), isClosed(item.id()) ? "closed already" : FAILED, why));
    }

    private boolean isClosed(String id) {
        try {
            return store.deadLetter(id).filter(letter -> !letter.isOpen()).isPresent();
        } catch (RuntimeException e) {
            return false; // the store is away, which is why it has failed
        }
    }

    /**
     * How far it is, with what has become of each dead letter.
     *
     * @throws NotFoundException for an unknown id
     */
    public String show(@Header("id") String id) {
        Action action = known.getIfPresent(id);
        if (action == null) {
            throw new NotFoundException("action");
        }
        ObjectNode view = action.progress();
        List<Result> results = action.results().subList(0, view.path("done").asInt());
        view.put("action", action.replay ? REPLAY : DISMISS);
        view.put("running", results.size() < action.ids.size());
        ArrayNode list = view.putArray("results");
        for (Result result : results) {
            ObjectNode one = list.addObject().put("id", result.id()).put("result", result.result());
            if (!result.error().isEmpty()) {
                one.put("error", result.error());
            }
        }
        return ControlJson.write(view);
    }

    /** How far each action is. */
    List<ObjectNode> all() {
        return known.asMap().values().stream().map(Action::progress).toList();
    }
}
