package dev.callescalation.webhook;

import dev.callescalation.health.Readiness;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether there are keys to verify tokens with: without them each notification is answered 503. The check itself
 * fetches them, as no notification may come to a program that is not ready.
 */
public final class KeysHealth extends Readiness {

    private static final int LONGEST_WAIT_MS = 1_000;

    private final WebhookTokens tokens;
    // a daemon that ends when idle
    private final ForkJoinPool background = new ForkJoinPool(1);
    private ForkJoinTask<String> running;

    public KeysHealth(WebhookTokens tokens) {
        super("webhook-keys");
        this.tokens = tokens;
    }

    @Override
    protected synchronized String trouble() {
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
