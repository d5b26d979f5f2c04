package dev.callescalation.graph;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * One gate for each tenant. Graph counts requests by app and tenant; when it asks one request to wait, all of that
 * tenant wait, since asking earlier keeps it busy for longer. Each node has gates of its own.
 */
public final class GraphGate {

    private static final int MOST_TENANTS = 10_000;

    private final Clock clock;
    // put in order by whoever uses it: to wake another thread for that costs more
    private final ConcurrentMap<String, Instant> closedUntil = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST_TENANTS)
            .expireAfter(Expiry.writing((String tenant, Instant until) -> Duration.between(now(), until)))
            .<String, Instant>build()
            .asMap();

    public GraphGate() {
        this(Clock.systemUTC());
    }

    GraphGate(Clock clock) {
        this.clock = clock;
    }

    /**
     * Closes the gate of a tenant until Retry-After has passed; it never opens earlier than it was told before.
     *
     * @param retryAfter the header of Graph's reply; null or nonsense closes nothing
     */
    public void close(String tenantId, String retryAfter) {
        RetryAfter.of(retryAfter, now())
                .ifPresent(wait -> closedUntil.merge(
                        tenantId, now().plus(wait), (old, until) -> old.isAfter(until) ? old : until));
    }

    /** When the gate of a tenant opens; empty when it is open. */
    public Optional<Instant> closedUntil(String tenantId) {
        return Optional.ofNullable(closedUntil.get(tenantId)).filter(until -> until.isAfter(now()));
    }

    private Instant now() {
        return clock.instant();
    }
}
