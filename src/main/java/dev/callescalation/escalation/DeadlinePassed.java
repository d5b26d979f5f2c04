package dev.callescalation.escalation;

import dev.callescalation.notification.Decidable;
import java.time.Instant;

/**
 * An escalation is due: what it waits for has not come in time, or its calls are to be kept alive.
 *
 * @param at what was to happen before this is due; what has been put off beyond it meanwhile is not
 */
public record DeadlinePassed(Instant at, String escalationId) implements Decidable {

    @Override
    public String callId() {
        return "";
    }

    @Override
    public String summary() {
        return "waited in vain";
    }
}
