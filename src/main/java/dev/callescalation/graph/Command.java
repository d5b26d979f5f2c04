package dev.callescalation.graph;

import dev.callescalation.notification.Decidable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A request to Graph that has been decided on. It leaves from the outbox only, after the commit of its decision.
 *
 * @param escalationId the escalation it belongs to
 * @param key          unique in the escalation, so that no command is ever doubled
 * @param command      answer, reject, redirect, join, invite-caller, invite-participants, hang-up-meeting, …
 * @param callId       the call it is addressed to; empty for a join
 * @param method       HTTP method
 * @param path         path under the host of the settings, version and prefix included; of a lookup, the whole address
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
 * @param pauses       when and why it was put off, oldest first; of many pauses the first five and the last five
 * @param traceparent  the step of a trace that queued it, as W3C Trace Context writes it; empty for none
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
        String trouble,
        List<Pause> pauses,
        String traceparent)
        implements Decidable {

    private static final int MOST_PAUSES = 10;

    public Command {
        traceparent = traceparent == null ? "" : traceparent;
    }

    /**
     * One time that a command was put off.
     *
     * @param number counts all pauses of the command, from 1
     * @param what   in a few words, such as {@code pause 1 of answer: 429}
     * @param until  when it is sent again
     */
    public record Pause(int number, Instant at, String what, Instant until) {}

    @Override
    public String summary() {
        return key;
    }

    @Override
    public List<?> contents() {
        return List.of(body);
    }

    /** Whether it asks another system than Graph: its path is a whole address then, and nobody's token is sent. */
    public boolean isLookup() {
        return !path.startsWith("/");
    }

    /** The path; of a lookup the host alone, as the rest may name somebody. */
    public String shownPath() {
        return isLookup() ? path.replaceFirst("^(\\w+://[^/?#]*).+", "$1/...") : path;
    }

    /** The name of the command in the whole bundle. */
    public String id() {
        return escalationId + "/" + key;
    }

    /** The same command, after a request that has come to nothing. */
    public Command attempted() {
        return with(body, queuedAt, attempt + 1, tokenRefused, false, trouble, pauses);
    }

    /** The same command, whose next token is the last that is tried. */
    public Command withTokenRefused() {
        return with(body, queuedAt, attempt, true, false, trouble, pauses);
    }

    /** The same command, of which nobody knows whether it has been sent; until now nobody could find out. */
    public Command asLeftBehind(Instant now) {
        List<Pause> known = putOff(now, "left behind", now).pauses();
        return with(body, queuedAt, attempt + 1, tokenRefused, true, trouble, known);
    }

    /** The same command, to be sent as if for the first time, with as much time as it had then. */
    public Command renewed(Instant now) {
        return with(body, now, 0, false, false, "", List.of());
    }

    /** The same command, which is put off for that reason. */
    public Command withTrouble(String newTrouble) {
        return with(body, queuedAt, attempt, tokenRefused, leftBehind, newTrouble, pauses);
    }

    /** The same command, put off once more. */
    public Command putOff(Instant at, String cause, Instant until) {
        List<Pause> newPauses = new ArrayList<>(pauses);
        int number = pauses.isEmpty() ? 1 : pauses.get(pauses.size() - 1).number() + 1;
        newPauses.add(new Pause(number, at, "pause " + number + " of " + command + ": " + cause, until));
        if (newPauses.size() > MOST_PAUSES) {
            newPauses.remove(MOST_PAUSES / 2);
        }
        return with(body, queuedAt, attempt, tokenRefused, leftBehind, trouble, List.copyOf(newPauses));
    }

    /** The same command, which waits for something, in steps: as long as that is the same, it is one pause. */
    public Command waits(Instant at, String cause, Instant until) {
        Command once = putOff(at, cause, until);
        Pause last = pauses.isEmpty() ? null : pauses.get(pauses.size() - 1);
        if (last == null || !last.what().endsWith(": " + cause)) {
            return once;
        }
        List<Pause> newPauses = new ArrayList<>(pauses.subList(0, pauses.size() - 1));
        newPauses.add(new Pause(last.number(), last.at(), last.what(), until));
        return with(body, queuedAt, attempt, tokenRefused, leftBehind, trouble, List.copyOf(newPauses));
    }

    /** How long it may take from the decision to Graph. */
    public Duration lifetime() {
        return Duration.between(queuedAt, expiresAt);
    }

    /** The same command with another body, which a store may keep apart. */
    public Command withBody(String newBody) {
        return with(newBody, queuedAt, attempt, tokenRefused, leftBehind, trouble, pauses);
    }

    /** The same command, queued by that step of a trace. */
    public Command tracedBy(String step) {
        return step.equals(traceparent)
                ? this
                : new Command(
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
                        repeatable,
                        attempt,
                        tokenRefused,
                        leftBehind,
                        trouble,
                        pauses,
                        step);
    }

    private Command with(
            String newBody,
            Instant newQueuedAt,
            int newAttempt,
            boolean newTokenRefused,
            boolean newLeftBehind,
            String newTrouble,
            List<Pause> newPauses) {
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
                newTrouble,
                newPauses,
                traceparent);
    }
}
