package dev.callescalation.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.callescalation.check.PhaseMap;
import dev.callescalation.check.PhaseMap.Phase;
import dev.callescalation.editing.LiveBundle;
import dev.callescalation.escalation.Listings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The phases of the files that run, and how many escalations are open in each, as JSON for the control port. */
public final class PhasesView {

    /** One reading of the store serves everybody who asks in that time. */
    private final Cache<String, Map<String, Long>> counted =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(2)).build();

    private Listings store;
    private LiveBundle bundle;

    public void setStore(Listings store) {
        this.store = store;
    }

    public void setBundle(LiveBundle bundle) {
        this.bundle = bundle;
    }

    /** {@code {phases: [{name, description, over, open}], transitions: [{from, to}]}}. */
    public String show() {
        ObjectNode view = ControlJson.JSON.createObjectNode();
        view.set("phases", phases());
        ArrayNode transitions = view.putArray("transitions");
        bundle.phases()
                .transitions()
                .forEach(transition ->
                        transitions.addObject().put("from", transition.from()).put("to", transition.to()));
        return ControlJson.list(view);
    }

    /** The phases of the files, and those of earlier files in which escalations are still open. */
    ArrayNode phases() {
        Map<String, Long> open = new TreeMap<>(counted.get("open", any -> store.openByPhase()));
        ArrayNode view = ControlJson.JSON.createArrayNode();
        PhaseMap known = bundle.phases();
        for (Phase phase : known.phases()) {
            Long count = open.remove(phase.name());
            add(view, phase, count == null ? 0 : count);
        }
        open.forEach((name, count) -> add(view, new Phase(name, "", false), count));
        return view;
    }

    private static void add(ArrayNode view, Phase phase, long open) {
        view.addObject()
                .put("name", phase.name())
                .put("description", phase.description())
                .put("over", phase.over())
                .put("open", open);
    }
}
