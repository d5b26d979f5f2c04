package dev.callescalation.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the number of series small, whatever routes name: a label of a meter has 100 values at most, and each further
 * value counts as {@code other}.
 */
final class LabelLimit implements MeterFilter {

    private static final int MOST_VALUES = 100;
    private static final String OTHER = "other";

    /** By meter and label. */
    private final Map<List<String>, Set<String>> values = new ConcurrentHashMap<>();

    @Override
    public Meter.Id map(Meter.Id id) {
        // the series of the version before is removed
        if (id.getTags().isEmpty() || id.getName().endsWith(".info")) {
            return id;
        }
        return id.replaceTags(id.getTags().stream()
                .map(tag -> isKnown(id.getName(), tag) ? tag : Tag.of(tag.getKey(), OTHER))
                .toList());
    }

    private boolean isKnown(String meter, Tag tag) {
        Set<String> known =
                values.computeIfAbsent(List.of(meter, tag.getKey()), label -> ConcurrentHashMap.newKeySet());
        return known.contains(tag.getValue()) || known.size() < MOST_VALUES && known.add(tag.getValue());
    }
}
