package dev.callescalation.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The meters of one name, one for each combination of label values. Each is looked up in the registry once.
 *
 * @param <M> what counts or measures
 */
public final class Family<M> {

    private final List<String> labels;
    private final Function<Tags, M> register;
    private final Map<List<String>, M> known = new ConcurrentHashMap<>();

    private Family(List<String> labels, Function<Tags, M> register) {
        this.labels = labels;
        this.register = register;
    }

    public static Family<Counter> counters(MeterRegistry registry, String name, String meaning, String... labels) {
        return new Family<>(
                List.of(labels),
                tags -> Counter.builder(name).description(meaning).tags(tags).register(registry));
    }

    /** @param bounds of the buckets, in seconds, rising */
    public static Family<Timer> timers(
            MeterRegistry registry, String name, String meaning, double[] bounds, String... labels) {
        return new Family<>(
                List.of(labels), tags -> timer(name, meaning, bounds).tags(tags).register(registry));
    }

    /** Gauges of numbers that somebody sets. */
    public static Family<AtomicLong> gauges(MeterRegistry registry, String name, String meaning, String... labels) {
        return new Family<>(List.of(labels), tags -> {
            AtomicLong value = new AtomicLong();
            Gauge.builder(name, value, AtomicLong::doubleValue)
                    .description(meaning)
                    .tags(tags)
                    .register(registry);
            return value;
        });
    }

    /** @param bounds of the buckets, in seconds, rising */
    public static Timer.Builder timer(String name, String meaning, double... bounds) {
        return Timer.builder(name)
                .description(meaning)
                .serviceLevelObjectives(Arrays.stream(bounds)
                        .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                        .toArray(Duration[]::new));
    }

    /** @param values of the labels, in their order; none of them empty */
    public M of(String... values) {
        List<String> key = List.of(values);
        M meter = known.get(key);
        return meter != null ? meter : known.computeIfAbsent(key, this::register);
    }

    private M register(List<String> values) {
        Tags tags = Tags.empty();
        for (int i = 0; i < values.size(); i++) {
            tags = tags.and(labels.get(i), values.get(i));
        }
        return register.apply(tags);
    }

    /** Those that have been asked for. */
    public Collection<M> all() {
        return known.values();
    }
}
