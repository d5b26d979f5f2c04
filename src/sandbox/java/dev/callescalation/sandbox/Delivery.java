package dev.callescalation.sandbox;

import java.time.Instant;

/**
 * One attempt to hand a notification over.
 *
 * @param attempt 1 for the first
 * @param status  what the webhook replied; 0 when there was no reply, {@link #LOST} when a fault kept it back
 */
record Delivery(Instant at, NotificationKind kind, String resource, String callback, int attempt, int status) {

    static final int NO_REPLY = 0;
    static final int LOST = -1;

    boolean failed() {
        return status == NO_REPLY || status >= 500;
    }

    String outcome() {
        return switch (status) {
            case NO_REPLY -> "no reply";
            case LOST -> "lost by a fault";
            default -> Integer.toString(status);
        };
    }
}
