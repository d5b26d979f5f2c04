package dev.callescalation.graph;

import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one tenant: fetched once for all who wait for it, renewed in the background before it ends.
 *
 * <p>A fetch is a task that the first thread in need of it runs. So a thread that must wait fetches the token itself,
 * and never queues behind the background.
 */
final class TenantToken {

    private static final Logger LOG = LoggerFactory.getLogger(TenantToken.class);
    private static final long AFTER_FAILURE = 1000;

    private final Supplier<GraphToken> fetch;
    private final Executor background;
    private final Clock clock;

    private GraphToken token;
    private FutureTask<GraphToken> running;
    private GraphTokenException failure;
    private long settledAt;

    TenantToken(Supplier<GraphToken> fetch, Executor background, Clock clock) {
        this.fetch = fetch;
        this.background = background;
        this.clock = clock;
    }

    /** @throws GraphTokenException the last failure once more, without an attempt, in the second after it */
    String bearer() {
        FutureTask<GraphToken> task;
        synchronized (this) {
            if (isAlive()) {
                prefetch();
                return token.bearer();
            }
            if (running == null && !mayTry()) {
                throw new GraphTokenException(failure.getMessage(), failure);
            }
            task = task();
        }
        task.run(); // does nothing when another thread has begun
        return outcome(task).bearer();
    }

    /** Begins a fetch unless there is a token young enough, a fetch under way, or a failure less than a second old. */
    synchronized void prefetch() {
        boolean due = !isAlive() || clock.millis() >= token.renewAt();
        if (due && running == null && mayTry()) {
            background.execute(task());
        }
    }

    /** Why there is no token that lives; empty while there is one, or before anybody has asked for it. */
    synchronized String trouble() {
        return failure == null || isAlive() ? "" : failure.getMessage();
    }

    /** Epoch milliseconds; empty while there is no token. */
    synchronized OptionalLong endsAt() {
        return token == null ? OptionalLong.empty() : OptionalLong.of(token.endsAt());
    }

    /** Forgets the token if it is still this one. A renewal that is under way goes on. */
    synchronized void drop(String bearer) {
        if (token != null && token.bearer().equals(bearer)) {
            token = null;
        }
    }

    private boolean isAlive() {
        return token != null && clock.millis() < token.endsAt();
    }

    private boolean mayTry() {
        return failure == null || Math.abs(clock.millis() - settledAt) >= AFTER_FAILURE;
    }

    private FutureTask<GraphToken> task() {
        if (running == null) {
            running = new FutureTask<>(this::attempt);
        }
        return running;
    }

    private GraphToken attempt() {
        try {
            GraphToken fresh = fetch.get();
            settle(fresh, null);
            return fresh;
        } catch (GraphTokenException e) {
            LOG.warn("{}", e.getMessage());
            settle(null, e);
            throw e;
        } finally {
            synchronized (this) {
                running = null;
            }
        }
    }

    private synchronized void settle(GraphToken fresh, GraphTokenException failed) {
        token = fresh == null ? token : fresh;
        failure = failed;
        settledAt = clock.millis();
    }

    private static GraphToken outcome(FutureTask<GraphToken> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new GraphTokenException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GraphTokenException("interrupted while waiting for a token", e);
        }
    }
}
