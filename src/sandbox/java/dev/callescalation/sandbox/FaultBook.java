package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * The faults that wait to strike. Those of a scenario go before those of everybody, older ones before newer ones.
 * Percentages are drawn from a fixed seed, so that one load run is like the next. Safe for any thread.
 */
final class FaultBook {

    /** Scenarios the sandbox never saw may have faults too; beyond this number the oldest are deleted. */
    private static final int MOST_SCENARIOS = 50_000;

    private static final long SEED = 418;

    private final List<Armed> everybody = new ArrayList<>();
    private final Map<String, List<Armed>> byScenario = new LinkedHashMap<>();
    private final Random random = new Random(SEED);

    /** @param scenarioId null for every scenario */
    synchronized void add(String scenarioId, Fault fault) {
        List<Armed> faults =
                scenarioId == null ? everybody : byScenario.computeIfAbsent(scenarioId, id -> new ArrayList<>());
        faults.add(new Armed(fault));
        if (byScenario.size() > MOST_SCENARIOS) {
            byScenario.remove(byScenario.keySet().iterator().next());
        }
    }

    synchronized void clear() {
        everybody.clear();
        byScenario.clear();
    }

    /** Those that can still strike: of every scenario first. */
    synchronized List<ObjectNode> armed() {
        List<ObjectNode> armed = new ArrayList<>();
        everybody.forEach(one -> armed.add(FaultReport.of(null, one.fault, one.left)));
        byScenario.forEach((id, faults) -> faults.forEach(one -> armed.add(FaultReport.of(id, one.fault, one.left))));
        return armed;
    }

    /** Finds the first fault that fits and uses it up by one. */
    synchronized <T extends Fault> Optional<T> take(String scenarioId, Class<T> type, Predicate<T> fits) {
        List<Armed> own = scenarioId == null ? null : byScenario.get(scenarioId);
        if (own != null) {
            Optional<T> found = strike(own, type, fits);
            if (own.isEmpty()) {
                byScenario.remove(scenarioId);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return strike(everybody, type, fits);
    }

    private <T extends Fault> Optional<T> strike(List<Armed> faults, Class<T> type, Predicate<T> fits) {
        for (Iterator<Armed> remaining = faults.iterator(); remaining.hasNext(); ) {
            Armed armed = remaining.next();
            if (!type.isInstance(armed.fault) || !fits.test(type.cast(armed.fault))) {
                continue;
            }
            Repetition often = armed.fault.often();
            if (often.byPercent()) {
                if (random.nextInt(100) < often.percent()) {
                    return Optional.of(type.cast(armed.fault));
                }
            } else {
                if (--armed.left == 0) {
                    remaining.remove();
                }
                return Optional.of(type.cast(armed.fault));
            }
        }
        return Optional.empty();
    }

    private static final class Armed {

        private final Fault fault;
        private int left;

        private Armed(Fault fault) {
            this.fault = fault;
            this.left = fault.often().times();
        }
    }
}
