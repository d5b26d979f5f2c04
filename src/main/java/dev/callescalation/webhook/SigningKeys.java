package dev.callescalation.webhook;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys that tokens may be signed with, kept until they are old, renewed shortly before, and kept for a day when the
 * host is away. A key id that is not among them is reason to fetch them again, but only once in a while: anybody can
 * make up key ids.
 */
final class SigningKeys implements JWKSource<SecurityContext> {

    private static final long LONGEST_WAIT = 10_000;
    private static final long RENEW_AHEAD = 5 * 60_000;
    private static final long KEPT_WHILE_HOST_IS_AWAY = 24 * 60 * 60_000;
    /** While no keys are known every request asks for them; this is what the host sees of that, in milliseconds. */
    private static final long BETWEEN_ATTEMPTS = 1000;

    private final JWKSetSource<SecurityContext> known;
    private final long betweenUnknownIds;
    private final Clock clock;
    private final ReentrantLock unknownId = new ReentrantLock();
    private long lastLook;
    private volatile String lastFailure = "asked for too often";

    SigningKeys(JWKSetSource<SecurityContext> host, long maxAge, long betweenUnknownIds, Clock clock) {
        this.betweenUnknownIds = betweenUnknownIds;
        this.clock = clock;
        // A pool of daemon threads that end when idle: the one Nimbus makes by itself keeps the process alive.
        ForkJoinPool background = new ForkJoinPool(1);
        JWKSource<SecurityContext> source = JWKSourceBuilder.create(host)
                .cache(maxAge, Math.min(LONGEST_WAIT, maxAge / 4))
                .refreshAheadCache(Math.min(RENEW_AHEAD, maxAge / 4), null, background, false, null, false)
                .rateLimited(BETWEEN_ATTEMPTS)
                .retrying(true)
                .outageTolerant(Math.max(KEPT_WHILE_HOST_IS_AWAY, maxAge))
                .build();
        // Nimbus reads the time itself in its JWKSource; the set beneath it takes the time from us.
        this.known = ((JWKSetBasedJWKSource<SecurityContext>) source).getJWKSetSource();
    }

    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
        List<JWK> found = selector.select(keys(JWKSetCacheRefreshEvaluator.noRefresh(), context));
        return found.isEmpty() ? lookAgain(selector, context) : found;
    }

    /** @throws KeySourceException while there are no keys, fetched before or now; the message says why */
    void require() throws KeySourceException {
        keys(JWKSetCacheRefreshEvaluator.noRefresh(), null);
    }

    /** Threads that come while one fetches wait here, and then use what it found. */
    private List<JWK> lookAgain(JWKSelector selector, SecurityContext context) throws KeySourceException {
        unknownId.lock();
        try {
            JWKSet seen = keys(JWKSetCacheRefreshEvaluator.noRefresh(), context);
            List<JWK> found = selector.select(seen);
            if (!found.isEmpty() || Math.abs(clock.millis() - lastLook) < betweenUnknownIds) {
                return found;
            }
            lastLook = clock.millis();
            return selector.select(keys(JWKSetCacheRefreshEvaluator.referenceComparison(seen), context));
        } finally {
            unknownId.unlock();
        }
    }

    private JWKSet keys(JWKSetCacheRefreshEvaluator refresh, SecurityContext context) throws KeySourceException {
        try {
            return known.getJWKSet(refresh, clock.millis(), context);
        } catch (RateLimitReachedException e) {
            // it does not say why the attempts before it failed
            throw new KeySourceException(lastFailure, e);
        } catch (KeySourceException e) {
            lastFailure = e.getMessage();
            throw e;
        }
    }
}
