package dev.callescalation.sandbox;

import java.time.Duration;

/**
 * The service's clocks.
 *
 * @param answerWithin  how long a call rings (Microsoft Graph v1.0, call: answer)
 * @param redeliveryGap pause before a notification is sent again
 * @param redeliveries  how often at most
 */
record Timing(Duration answerWithin, Duration redeliveryGap, int redeliveries) {

    /** Redelivery is not documented; gap and number are the sandbox's own. */
    static final Timing GRAPH = new Timing(Duration.ofSeconds(15), Duration.ofMillis(500), 5);
}
