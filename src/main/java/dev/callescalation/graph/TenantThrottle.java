package dev.callescalation.graph;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * Holds back the tenants that Graph has throttled. Graph counts requests by app and tenant: when it asks one request to
 * wait, all requests of that tenant wait, since earlier ones prolong the throttling. Each node keeps its own record.
 */
public final class TenantThrottle {

    private static final int MOST_TENANTS = 10_000;

    private final Clock clock;
    // maintained by the calling thread: waking another one costs more
    private final ConcurrentMap<String, Instant> heldUntil = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST_TENANTS)
            .expireAfter(Expiry.writing((String tenant, Instant until) -> Duration.between(now(), until)))
            .<String, Instant>build()
            .asMap();

    public TenantThrottle() {
        this(Clock.systemUTC());
    }

    TenantThrottle(Clock clock) {
        this.clock = clock;
    }

    /**
     * Holds a tenant back until Retry-After has passed. An earlier, longer Retry-After still counts.
     *
     * @param retryAfter the header of Graph's reply; null or nonsense changes nothing
     */
    public void hold(String tenantId, String retryAfter) {
        RetryAfter.of(retryAfter, now())
                .ifPresent(wait ->
                        heldUntil.merge(tenantId, now().plus(wait), (old, until) -> old.isAfter(until) ? old : until));
    }

    /** Until when a tenant is held back; empty when it may ask. */
    public Optional<Instant> heldUntil(String tenantId) {
        return Optional.ofNullable(heldUntil.get(tenantId)).filter(until -> until.isAfter(now()));
    }

    private Instant now() {
        return clock.instant();
    }
}
