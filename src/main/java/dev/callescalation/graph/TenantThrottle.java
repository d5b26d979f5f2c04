package dev.callescalation.graph;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.callescalation.clock.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back the tenants that Graph has throttled. Graph counts requests by app and tenant: when it asks one request to
 * wait, all requests of that tenant wait, since earlier ones prolong the throttling. Each node keeps its own record.
 *
 * <p>Nobody is held back for longer than the longest wait, whatever Retry-After says. In a long one, a single command
 * is let through now and then; when Graph takes it, the wait is over.
 */
public final class TenantThrottle {

    private static final Logger LOG = LoggerFactory.getLogger(TenantThrottle.class);
    private static final int MOST_TENANTS = 10_000;

    private final Clock clock;
    // maintained by the calling thread: waking another one costs more
    private final ConcurrentMap<String, Hold> holds = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST_TENANTS)
            .<String, Hold>build()
            .asMap();
    private volatile Duration longest = Duration.ofMinutes(5);
    private volatile Duration probeEvery = Duration.ofSeconds(20);

    /** @param probe id of the command that was let through last; empty for none */
    private record Hold(Instant since, Instant until, Instant probeAt, String probe) {

        private Instant nextChance() {
            return probeAt.isBefore(until) ? probeAt : until;
        }
    }

    public TenantThrottle() {
        this(SteadyClock.ofThisProgram());
    }

    TenantThrottle(Clock clock) {
        this.clock = clock;
    }

    /** A longer Retry-After counts as this. */
    public void setLongest(Duration longest) {
        this.longest = longest;
    }

    /** After how much of a wait one command is let through, and then again. */
    public void setProbeEvery(Duration probeEvery) {
        this.probeEvery = probeEvery;
    }

    /**
     * How long Graph asks to wait, the longest wait at most.
     *
     * @param retryAfter the header of Graph's reply
     * @return empty when it is null or nonsense
     */
    public Optional<Duration> wait(String retryAfter) {
        return RetryAfter.of(retryAfter, now()).map(wait -> wait.compareTo(longest) > 0 ? longest : wait);
    }

    /**
     * Holds a tenant back until Retry-After has passed. An earlier, longer Retry-After still counts.
     *
     * @param retryAfter the header of Graph's reply; null or nonsense changes nothing
     */
    public void hold(String tenantId, String retryAfter) {
        wait(retryAfter).ifPresent(wait -> {
            Instant now = now();
            Hold hold = holds.merge(
                    tenantId,
                    new Hold(now, now.plus(wait), now.plus(probeEvery), ""),
                    (old, added) -> new Hold(
                            old.since(),
                            old.until().isAfter(added.until()) ? old.until() : added.until(),
                            added.probeAt(),
                            ""));
            if (hold.since().equals(now)) {
                LOG.warn(
                        "tenant={} is throttled by Graph, Retry-After: {}. Nothing is sent for it for {} s,"
                                + " but one command every {} s.",
                        tenantId,
                        retryAfter,
                        wait.toMillis() / 1000.0,
                        probeEvery.toSeconds());
            }
        });
    }

    /** Whether a command may be sent. In a long wait the answer is yes for one command now and then. */
    public boolean admits(Command command) {
        Hold hold = holds.get(command.tenantId());
        Instant now = now();
        if (hold == null || !hold.until().isAfter(now)) {
            return true;
        }
        Hold probing = new Hold(hold.since(), hold.until(), now.plus(probeEvery), command.id());
        return !hold.probeAt().isAfter(now) && holds.replace(command.tenantId(), hold, probing);
    }

    /** When a command of that tenant may be sent next; empty when it may be now. */
    public Optional<Instant> nextChance(String tenantId) {
        return Optional.ofNullable(holds.get(tenantId)).map(Hold::nextChance).filter(at -> at.isAfter(now()));
    }

    /** Graph has taken a command: if it was let through in a wait, the wait is over. */
    public void taken(Command command) {
        Hold hold = holds.get(command.tenantId());
        if (hold != null && hold.probe().equals(command.id()) && holds.remove(command.tenantId(), hold)) {
            end(command.tenantId(), hold);
        }
    }

    /** The tenants that are held back. Reports the waits that are over. */
    public List<String> held() {
        holds.forEach((tenant, hold) -> {
            if (!hold.until().isAfter(now()) && holds.remove(tenant, hold)) {
                end(tenant, hold);
            }
        });
        return List.copyOf(holds.keySet());
    }

    private void end(String tenantId, Hold hold) {
        double seconds = Duration.between(hold.since(), now()).toMillis() / 1000.0;
        LOG.warn("tenant={} is no longer throttled by Graph, after {} s.", tenantId, seconds);
    }

    private Instant now() {
        return clock.instant();
    }
}
