package dev.callescalation.load;

import java.util.Collection;
import java.util.Locale;

/** How long something took, many times. */
public final class Latencies {

    private final long[] sorted;

    /** @param nanos none of them is left out, so that a percentile is one that was really seen */
    public Latencies(Collection<Long> nanos) {
        sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    int count() {
        return sorted.length;
    }

    /**
     * The shortest time that so many of a hundred did not exceed, in milliseconds.
     *
     * @param percent above 0, up to 100
     */
    public double percentile(double percent) {
        if (sorted.length == 0) {
            throw new IllegalStateException("Nothing was measured");
        }
        return sorted[(int) Math.ceil(sorted.length * percent / 100) - 1] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f / %.1f", percentile(50), percentile(99));
    }

    /** The same with the longest: p50 / p99, worst. */
    public String withWorst() {
        return this + ", " + Math.round(percentile(100));
    }
}
