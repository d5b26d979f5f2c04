package dev.callescalation.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.editing.BundleStatus;
import dev.callescalation.editing.LiveBundle;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.escalation.Listings;
import dev.callescalation.server.Servers;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells browsers what changes, as server-sent events: {@code GET /events}. What this node commits is told within 250
 * ms, at most once for each escalation; what other nodes commit is found in the newest rows of the store, once a
 * second. However many browsers there are, that is done once; without any, it is not done.
 */
public final class Events implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final int MOST_VIEWERS = 500;
    private static final int PERIOD_MS = 250;
    private static final int PERIODS_PER_SECOND = 4;
    private static final int PERIODS_PER_SIGN_OF_LIFE = 60;
    private static final int NEWEST = 500;

    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final Map<String, Escalation> changed = new ConcurrentHashMap<>();
    private final Map<String, String> letters = new ConcurrentHashMap<>();
    private ScheduledExecutorService clock;
    private EscalationStore store;
    private Listings listings;
    private LiveBundle bundle;
    private PhasesView phases;
    private DeadLetterActions actions;

    private long period;
    private volatile boolean somebodyNew;
    /** What was told last, by kind or by kind and id. */
    private final Map<String, String> told = new HashMap<>();
    /** What the newest rows were when they were read last; null while nobody looks. */
    private Map<String, Long> versions;

    private Map<String, String> states;

    private record Viewer(HttpServerResponse response, BooleanSupplier signedIn) {}

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    public void setListings(Listings listings) {
        this.listings = listings;
    }

    public void setBundle(LiveBundle bundle) {
        this.bundle = bundle;
    }

    public void setPhases(PhasesView phases) {
        this.phases = phases;
    }

    public void setActions(DeadLetterActions actions) {
        this.actions = actions;
    }

    /** Takes browsers from now on. */
    public void open(Router router) {
        listings.watch(this::committed);
        router.get("/events").handler(this::add);
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "events");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(this::tryToTell, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void add(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (viewers.size() >= MOST_VIEWERS) {
            response.setStatusCode(503).putHeader("Retry-After", "5").end();
            return;
        }
        response.putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                // a proxy must not collect them
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        Viewer viewer = new Viewer(response, Servers.signedIn(context));
        response.closeHandler(closed -> viewers.remove(viewer));
        response.exceptionHandler(broken -> viewers.remove(viewer));
        response.write("retry: 2000\n\n");
        viewers.add(viewer);
        somebodyNew = true;
    }

    /** On the thread that commits. */
    private void committed(Commit commit) {
        if (!viewers.isEmpty()) {
            if (commit.after() != null) {
                changed.merge(
                        commit.after().id(),
                        commit.after(),
                        (one, other) -> one.version() > other.version() ? one : other);
            }
            commit.letters()
                    .forEach(letter -> letters.put(letter.id(), letter.state().toString()));
        }
    }

    private void tryToTell() {
        try {
            tell();
        } catch (RuntimeException | Error e) {
            // else it would be the last time; the store may be away
            LOG.debug("Nothing is told now", e);
        }
    }

    private void tell() {
        if (viewers.isEmpty()) {
            changed.clear();
            letters.clear();
            told.clear();
            versions = null;
            states = null;
            return;
        }
        period++;
        StringBuilder events = new StringBuilder();
        if (somebodyNew) {
            somebodyNew = false;
            told.clear();
        }
        boolean second = period % PERIODS_PER_SECOND == 0;
        if ((second || versions == null) && listings.isShared()) {
            findChangesOfOthers();
        }
        boolean moved = !changed.isEmpty() || !told.containsKey("phases");
        for (String id : Set.copyOf(changed.keySet())) {
            event(events, "escalation", escalation(changed.remove(id)));
        }
        for (String id : Set.copyOf(letters.keySet())) {
            event(events, "dead-letter", json().put("id", id).put("state", letters.remove(id)));
        }
        actions.all().forEach(action -> news(events, "action", action.path("id").asText(), action));
        if (second || moved) {
            news(events, "bundle", "", bundle());
            ObjectNode counts = json();
            counts.set("phases", phases.phases());
            news(events, "phases", "", counts);
        }
        if (period % PERIODS_PER_SIGN_OF_LIFE == 0) {
            events.append(":\n\n");
        }
        send(events.toString());
    }

    /** The newest rows, compared with what they were a second ago. */
    private void findChangesOfOthers() {
        Map<String, Long> now = listings.versions(NEWEST);
        Map<String, Long> before = versions;
        versions = now;
        Map<String, String> statesNow = listings.letterStates(NEWEST);
        Map<String, String> statesBefore = states;
        states = statesNow;
        if (before == null || statesBefore == null) {
            return;
        }
        now.forEach((id, version) -> {
            if (!version.equals(before.get(id))) {
                store.findNewest(id).ifPresent(escalation -> changed.putIfAbsent(id, escalation));
            }
        });
        statesNow.forEach((id, state) -> {
            if (!state.equals(statesBefore.get(id))) {
                letters.putIfAbsent(id, state);
            }
        });
    }

    private static ObjectNode escalation(Escalation escalation) {
        return json().put("id", escalation.id())
                .put("phase", escalation.phase())
                .put("over", escalation.over())
                .put("version", escalation.version())
                .put("failure", escalation.failure())
                .put("at", escalation.updatedAt().toString());
    }

    private ObjectNode bundle() {
        BundleStatus status = bundle.status();
        return json().put("version", status.hash())
                .put("refused", status.refused().isPresent());
    }

    private static ObjectNode json() {
        return ControlJson.JSON.createObjectNode();
    }

    /** Only if it differs from what was told last. */
    private void news(StringBuilder events, String kind, String id, JsonNode data) {
        String text = data.toString();
        if (!text.equals(told.put(kind + id, text))) {
            event(events, kind, data);
        }
    }

    private static void event(StringBuilder events, String kind, JsonNode data) {
        events.append("event: ").append(kind).append("\ndata: ").append(data).append("\n\n");
    }

    /** Who does not keep up is let go, and comes back by itself. */
    private void send(String events) {
        for (Viewer viewer : viewers) {
            HttpServerResponse response = viewer.response();
            if (response.closed() || response.ended()) {
                viewers.remove(viewer);
            } else if (!viewer.signedIn().getAsBoolean()) {
                viewers.remove(viewer);
                response.end();
            } else if (response.writeQueueFull()) {
                viewers.remove(viewer);
                response.reset();
            } else if (!events.isEmpty()) {
                response.write(events);
            }
        }
    }

    @Override
    public void close() {
        if (clock != null) {
            clock.shutdownNow();
        }
    }
}
