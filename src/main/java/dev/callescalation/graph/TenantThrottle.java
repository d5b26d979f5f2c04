package dev.callescalation.graph;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.callescalation.clock.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back the tenants that Graph has throttled. Graph counts requests by app and tenant: when it asks one request to
 * wait, all requests of that tenant wait, since earlier ones prolong the throttling.
 *
 * <p>Nobody is held back for longer than the longest wait, whatever Retry-After says. In a long one, a single command
 * is let through now and then; when Graph takes it, the wait is over.
 *
 * <p>Each node goes by its own record. What it learns of Graph it tells the others when that makes a difference to
 * them, and asks for their news twice a second.
 */
public final class TenantThrottle {

    private static final Logger LOG = LoggerFactory.getLogger(TenantThrottle.class);
    private static final int MOST_TENANTS = 10_000;

    /** Between two questions for news. What ends sooner, or no later than the others know, they are not told. */
    private static final Duration NEWS = Duration.ofMillis(500);

    private final Clock clock;
    // maintained by the calling thread: waking another one costs more
    private final ConcurrentMap<String, Hold> holds = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST_TENANTS)
            .<String, Hold>build()
            .asMap();
    private volatile Duration longest = Duration.ofMinutes(5);
    private volatile Duration probeEvery = Duration.ofSeconds(20);
    private volatile SharedThrottle others = SharedThrottle.NOBODY;
    private Instant newsAt = Instant.EPOCH;

    /**
     * @param probe id of the command that was let through last; empty for none
     * @param told  the end that other nodes know of
     */
    private record Hold(Instant since, Instant until, Instant probeAt, String probe, Instant told) {

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

    /** From now on waits are those of all nodes. */
    public void share(SharedThrottle withOthers) {
        others = withOthers;
        refresh();
    }

    /**
     * How long Graph asks to wait, the longest wait at most.
     *
     * @param retryAfter the header of Graph's reply
     * @return empty when it is null or nonsense
     */
    public Optional<Duration> wait(String retryAfter) {
        return RetryAfter.of(retryAfter, now()).map(this::atMostLongest);
    }

    private Duration atMostLongest(Duration wait) {
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    /**
     * Holds a tenant back until Retry-After has passed. An earlier, longer Retry-After still counts.
     *
     * @param retryAfter the header of Graph's reply; null or nonsense changes nothing
     */
    public void hold(String tenantId, String retryAfter) {
        wait(retryAfter).ifPresent(wait -> {
            Instant now = now();
            Hold hold = hold(tenantId, new Hold(now, now.plus(wait), now.plus(probeEvery), "", now));
            if (hold.since().equals(now)) {
                report(tenantId, "Retry-After: " + retryAfter, wait);
            }
            Hold told = new Hold(hold.since(), hold.until(), hold.probeAt(), hold.probe(), hold.until());
            // of those that are throttled at the same time, one tells
            if (hold.until().isAfter(hold.told().plus(NEWS)) && holds.replace(tenantId, hold, told)) {
                others.hold(tenantId, Duration.between(now, hold.until()), probeEvery);
            }
        });
    }

    private Hold hold(String tenantId, Hold more) {
        return holds.merge(
                tenantId,
                more,
                (old, added) -> new Hold(
                        old.since(),
                        later(old.until(), added.until()),
                        added.probeAt(),
                        added.probe(),
                        later(old.told(), added.told())));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void report(String tenantId, String why, Duration wait) {
        LOG.warn(
                "tenant={} is throttled by Graph, {}. Nothing is sent for it for {} s, but one command every {} s.",
                tenantId,
                why,
                wait.toMillis() / 1000.0,
                probeEvery.toSeconds());
    }

    /** Whether a command may be sent. In a long wait the answer is yes for one command now and then. */
    public boolean admits(Command command) {
        Hold hold = holds.get(command.tenantId());
        Instant now = now();
        if (hold == null || !hold.until().isAfter(now)) {
            return true;
        }
        Hold probing = new Hold(hold.since(), hold.until(), now.plus(probeEvery), command.id(), hold.told());
        return !hold.probeAt().isAfter(now)
                && holds.replace(command.tenantId(), hold, probing)
                && others.claimProbe(command.tenantId(), Duration.between(now, hold.until()), command.id(), probeEvery);
    }

    /** When a command of that tenant may be sent next; empty when it may be now. */
    public Optional<Instant> nextChance(String tenantId) {
        return Optional.ofNullable(holds.get(tenantId)).map(Hold::nextChance).filter(at -> at.isAfter(now()));
    }

    /** Graph has taken a command: if it was let through in a wait, the wait is over. */
    public void taken(Command command) {
        Hold hold = holds.get(command.tenantId());
        if (hold != null && hold.probe().equals(command.id()) && end(command.tenantId(), hold)) {
            others.end(command.tenantId(), command.id());
        }
    }

    /** The tenants that are held back. */
    public List<String> held() {
        Instant now = now();
        return holds.entrySet().stream()
                .filter(entry -> entry.getValue().until().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Takes over what other nodes have learnt, and reports the waits that are over. To be called often. */
    public synchronized void refresh() {
        Instant now = now();
        if (!now.isBefore(newsAt)) {
            newsAt = now.plus(NEWS);
            others.news().forEach(wait -> take(wait, now()));
        }
        holds.forEach((tenant, hold) -> {
            if (!hold.until().isAfter(now)) {
                end(tenant, hold);
            }
        });
    }

    private void take(SharedThrottle.Wait wait, Instant now) {
        String tenant = wait.tenantId();
        Duration left = atMostLongest(wait.left());
        if (left.isNegative() || left.isZero()) {
            Optional.ofNullable(holds.get(tenant)).ifPresent(hold -> end(tenant, hold));
            return;
        }
        boolean isNew = !holds.containsKey(tenant);
        Instant until = now.plus(left);
        hold(tenant, new Hold(now, until, now.plus(wait.probeAfter()), wait.probe(), until));
        if (isNew) {
            report(tenant, "as another node was told", left);
        }
    }

    /** Returns false when it has changed or ended meanwhile. */
    private boolean end(String tenantId, Hold hold) {
        boolean ended = holds.remove(tenantId, hold);
        if (ended) {
            double seconds = Duration.between(hold.since(), now()).toMillis() / 1000.0;
            LOG.warn("tenant={} is no longer throttled by Graph, after {} s.", tenantId, seconds);
        }
        return ended;
    }

    private Instant now() {
        return clock.instant();
    }
}
