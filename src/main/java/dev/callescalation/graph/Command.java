package dev.callescalation.graph;

import java.time.Instant;

/**
 * A request to Graph that has been decided on. It leaves from the outbox only, after the commit of its decision.
 *
 * @param escalationId the escalation it belongs to
 * @param key          unique in the escalation, so that no command is ever doubled
 * @param command      answer, reject, redirect, join, invite-caller, invite-participants, hang-up-meeting, …
 * @param callId       the call it is addressed to; empty for a join
 * @param method       HTTP method
 * @param path         path under the host of the settings, version and prefix included
 * @param body         JSON; empty for none
 * @param tenantId     whose token it needs
 * @param scenarioId   header Scenario-Id
 * @param queuedAt     when it was decided
 * @param expiresAt    after this it is pointless and is given up
 * @param attempt      how often it has been sent, counted from 0
 * @param tokenRefused whether Graph has refused a token on it before
 */
public record Command(
        String escalationId,
        String key,
        String command,
        String callId,
        String method,
        String path,
        String body,
        String tenantId,
        String scenarioId,
        Instant queuedAt,
        Instant expiresAt,
        int attempt,
        boolean tokenRefused) {

    /** The name of the command in the whole bundle. */
    public String id() {
        return escalationId + "/" + key;
    }

    /** The same command, to be sent once more. */
    public Command attempted() {
        return with(attempt + 1, tokenRefused);
    }

    /** The same command, whose next token is the last that is tried. */
    public Command withTokenRefused() {
        return with(attempt, true);
    }

    private Command with(int newAttempt, boolean newTokenRefused) {
        return new Command(
                escalationId,
                key,
                command,
                callId,
                method,
                path,
                body,
                tenantId,
                scenarioId,
                queuedAt,
                expiresAt,
                newAttempt,
                newTokenRefused);
    }
}
