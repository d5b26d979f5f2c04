package dev.callescalation.sandbox;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The notifications of one scenario that wait for their turn. */
final class Mailbox {

    private final Deque<Letter> letters = new ArrayDeque<>();
    private boolean busy;
    private long quietUntil = -1;

    /** @param lastOut is completed when the last of them has been handed over, or given up */
    void add(List<WebhookMessage> notifications, Promise<Delivery> lastOut) {
        for (int i = 0; i < notifications.size(); i++) {
            letters.add(new Letter(notifications.get(i), i == notifications.size() - 1 ? lastOut : null));
        }
    }

    /** True for one caller, who then owns the mailbox until {@link #done(long)}. */
    boolean take() {
        if (busy || letters.isEmpty()) {
            return false;
        }
        busy = true;
        return true;
    }

    Letter next() {
        return letters.remove();
    }

    /** @param quietUntil nothing is sent before, in milliseconds of the same clock as everywhere here */
    void done(long quietUntil) {
        this.quietUntil = quietUntil;
        busy = false;
    }

    long quietUntil() {
        return quietUntil;
    }

    /** @param out null unless somebody waits for this one */
    record Letter(WebhookMessage notification, Promise<Delivery> out) {

        void out(Delivery delivery) {
            if (out != null) {
                out.complete(delivery);
            }
        }
    }
}
