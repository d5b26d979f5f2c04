package dev.callescalation.sandbox;

import java.time.Duration;

/**
 * The service's clocks. A webhook that is away for longer than all redeliveries never gets the notification.
 *
 * @param answerWithin  how long a call rings (Microsoft Graph v1.0, call: answer)
 * @param redeliveryGap pause before a notification is sent again
 * @param redeliveries  how often at most
 * @param skew          by how much the webhook's clock may be wrong: its tokens are valid for so much longer, on both
 *                      sides
 */
public record Timing(Duration answerWithin, Duration redeliveryGap, int redeliveries, Duration skew) {

    /** Redelivery is not documented; gap and number are the sandbox's own. */
    public static final Timing GRAPH = new Timing(Duration.ofSeconds(15), Duration.ofMillis(500), 5);

    public Timing {
        if (answerWithin.isNegative() || redeliveryGap.isNegative() || redeliveries < 0 || skew.isNegative()) {
            throw new IllegalArgumentException("Neither a time nor the number of redeliveries may be below zero.");
        }
    }

    /** With a webhook whose clock is right. */
    public Timing(Duration answerWithin, Duration redeliveryGap, int redeliveries) {
        this(answerWithin, redeliveryGap, redeliveries, Duration.ZERO);
    }
}
