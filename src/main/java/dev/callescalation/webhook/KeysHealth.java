package dev.callescalation.webhook;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether there are keys to verify tokens with: without them each notification is answered 503. The check itself
 * fetches them, as no notification may come to a program that is not ready.
 */
public final class KeysHealth extends AbstractHealthCheck {

    private static final int LONGEST_WAIT_MS = 1_000;

    private final WebhookTokens tokens;
    // a daemon that ends when idle
    private final ForkJoinPool background = new ForkJoinPool(1);
    private ForkJoinTask<String> running;

    public KeysHealth(WebhookTokens tokens) {
        super("calls", "webhook-keys");
        this.tokens = tokens;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        String trouble = trouble();
        if (trouble.isEmpty()) {
            result.up();
        } else {
            result.message(trouble).down();
        }
    }

    private synchronized String trouble() {
        if (running == null || running.isDone()) {
            running = background.submit(tokens::trouble);
        }
        try {
            return running.get(LONGEST_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "no signing keys yet: their host has not replied within " + LONGEST_WAIT_MS + " ms";
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
