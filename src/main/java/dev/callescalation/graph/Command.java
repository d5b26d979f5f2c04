package dev.callescalation.graph;

import dev.callescalation.notification.Decidable;
import java.time.Duration;
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
 * @param repeatable   whether it may reach Graph twice without doing harm
 * @param attempt      how often it has been sent, counted from 0
 * @param tokenRefused whether Graph has refused a token on it before
 * @param leftBehind   whether somebody took it to send it and was never heard of again: it may have reached Graph
 * @param trouble      why it was put off last, such as {@code throttled: 429}; empty for none
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
        boolean repeatable,
        int attempt,
        boolean tokenRefused,
        boolean leftBehind,
        String trouble)
        implements Decidable {

    @Override
    public String summary() {
        return key;
    }

    /** The name of the command in the whole bundle. */
    public String id() {
        return escalationId + "/" + key;
    }

    /** The same command, after a request that has come to nothing. */
    public Command attempted() {
        return with(body, queuedAt, attempt + 1, tokenRefused, false, trouble);
    }

    /** The same command, whose next token is the last that is tried. */
    public Command withTokenRefused() {
        return with(body, queuedAt, attempt, true, false, trouble);
    }

    /** The same command, of which nobody knows whether it has been sent. */
    public Command asLeftBehind() {
        return with(body, queuedAt, attempt + 1, tokenRefused, true, trouble);
    }

    /** The same command, to be sent as if for the first time, with as much time as it had then. */
    public Command renewed(Instant now) {
        return with(body, now, 0, false, false, "");
    }

    /** The same command, which is put off for that reason. */
    public Command withTrouble(String newTrouble) {
        return with(body, queuedAt, attempt, tokenRefused, leftBehind, newTrouble);
    }

    /** How long it may take from the decision to Graph. */
    public Duration lifetime() {
        return Duration.between(queuedAt, expiresAt);
    }

    /** The same command with another body, which a store may keep apart. */
    public Command withBody(String newBody) {
        return with(newBody, queuedAt, attempt, tokenRefused, leftBehind, trouble);
    }

    private Command with(
            String newBody,
            Instant newQueuedAt,
            int newAttempt,
            boolean newTokenRefused,
            boolean newLeftBehind,
            String newTrouble) {
        return new Command(
                escalationId,
                key,
                command,
                callId,
                method,
                path,
                newBody,
                tenantId,
                scenarioId,
                newQueuedAt,
                expiresAt.plus(Duration.between(queuedAt, newQueuedAt)),
                repeatable,
                newAttempt,
                newTokenRefused,
                newLeftBehind,
                newTrouble);
    }
}
