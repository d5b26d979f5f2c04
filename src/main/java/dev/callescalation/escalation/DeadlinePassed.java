package dev.callescalation.escalation;

import java.time.Instant;

/**
 * What an escalation waits for has not come in time.
 *
 * @param deadline the one that has passed; if the escalation has another by now, there is nothing to do
 */
public record DeadlinePassed(Instant at, String escalationId, Instant deadline) {}
