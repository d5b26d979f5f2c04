package dev.callescalation.store;

import dev.callescalation.metrics.Family;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What is counted and timed of commits, and of nodes that take over. */
record StoreMeters(Timer commits, Counter conflicts, Counter takeovers) {

    private static final double[] COMMIT = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5};

    static StoreMeters in(MeterRegistry registry) {
        return new StoreMeters(
                Family.timer("calls_store_commit", "From a decision until it is durable", COMMIT)
                        .register(registry),
                Counter.builder("calls_store_conflicts")
                        .description("Decisions taken again, as another thread or node was faster")
                        .register(registry),
                Counter.builder("calls_node_takeovers")
                        .description("How often this node has taken over commands of one that is gone")
                        .register(registry));
    }
}
