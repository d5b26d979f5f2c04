package dev.callescalation.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All scenarios and their calls, and no more of them than memory bears: of both the ended and the open ones the oldest
 * are deleted first, and their calls are then as if never seen. Touched by the event loop only.
 */
final class Directory {

    private final int mostEnded;
    private final int mostOpen;
    private final Map<String, Scenario> open = new LinkedHashMap<>();
    private final Map<String, Scenario> ended = new LinkedHashMap<>();
    private final Map<String, Call> calls = new HashMap<>();

    Directory(int mostEnded, int mostOpen) {
        this.mostEnded = mostEnded;
        this.mostOpen = mostOpen;
    }

    void add(Scenario scenario) {
        open.put(scenario.id(), scenario);
        keepNewest(open, mostOpen);
    }

    void add(Call call) {
        call.scenario().add(call);
        calls.put(Ids.plain(call.id()), call);
    }

    /** Call when a call has ended: with its last call, the scenario has ended too. */
    void callEnded(Scenario scenario) {
        if (scenario.isOver() && open.remove(scenario.id()) != null) {
            ended.put(scenario.id(), scenario);
            keepNewest(ended, mostEnded);
        }
    }

    Optional<Call> call(String id) {
        return Optional.ofNullable(calls.get(Ids.plain(id)));
    }

    /** @param id null is allowed, and finds nothing */
    Optional<Scenario> scenario(String id) {
        Scenario scenario = open.get(id);
        return Optional.ofNullable(scenario != null ? scenario : ended.get(id));
    }

    /** The newest first: those that are open, then those that have ended. */
    List<Scenario> newest(int most) {
        List<Scenario> all = new ArrayList<>(ended.values());
        all.addAll(open.values());
        Collections.reverse(all);
        return all.subList(0, Math.min(most, all.size()));
    }

    int size() {
        return open.size() + ended.size();
    }

    private void keepNewest(Map<String, Scenario> scenarios, int most) {
        if (scenarios.size() > most) {
            Scenario oldest = scenarios.values().iterator().next();
            scenarios.remove(oldest.id());
            oldest.calls().forEach(call -> calls.remove(Ids.plain(call.id())));
        }
    }
}
