package dev.callescalation.server;

import dev.callescalation.metrics.Family;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long requests of the webhook take, and why they are refused. */
final class WebhookMeters {

    static final String SLOW = "slow";
    static final String UNREADABLE = "unreadable";

    private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

    /** By the status that a refused request is answered. */
    private static final Map<Integer, String> REASONS = Map.of(
            400, "malformed",
            401, "token",
            403, "tenant",
            404, "not-found",
            405, "method",
            413, "too-large",
            415, "not-json",
            503, "unavailable");

    /** Those that an alert asks for are there from the start. */
    private static final List<String> STATUSES = List.of("202", "500", "503");

    private final Family<Timer> requests;
    private final Family<Counter> refused;

    WebhookMeters(MeterRegistry registry) {
        requests = Family.timers(
                registry,
                "calls_webhook_request",
                "From the head of a request of the webhook to its reply",
                BOUNDS,
                "status");
        refused = Family.counters(
                registry, "calls_webhook_refused", "Requests that were refused, and clients cut off", "reason");
        STATUSES.forEach(requests::of);
        REASONS.values().forEach(refused::of);
        List.of(SLOW, UNREADABLE).forEach(refused::of);
    }

    void replied(int status, Duration after) {
        requests.of(String.valueOf(status)).record(after);
        if (REASONS.containsKey(status)) {
            refused(REASONS.get(status));
        }
    }

    void refused(String reason) {
        refused.of(reason).increment();
    }
}
