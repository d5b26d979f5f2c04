package dev.callescalation.editing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The version that runs, and how edits went. */
final class BundleMeters {

    private static final String EDITS = "calls_bundle_edits";

    private final MeterRegistry registry;
    private final Counter takenUp;
    private final Counter refused;
    private Gauge version;

    BundleMeters(MeterRegistry registry) {
        this.registry = registry;
        takenUp = edits("taken-up");
        refused = edits("refused");
    }

    private Counter edits(String result) {
        return Counter.builder(EDITS)
                .description("Edits of the files")
                .tag("result", result)
                .register(registry);
    }

    /**
     * Another version runs: it takes the place of the one before, so that the number of series stays the same. The
     * library keeps the end of a name only when it is .info.
     */
    void runs(String hash) {
        Gauge before = version;
        version = Gauge.builder("calls_bundle.info", () -> 1)
                .description("The version of the files that runs")
                .tag("version", hash)
                .register(registry);
        if (before != null && before != version) {
            registry.remove(before);
        }
    }

    void takenUp(String hash) {
        runs(hash);
        takenUp.increment();
    }

    void refused() {
        refused.increment();
    }
}
