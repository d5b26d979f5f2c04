package dev.callescalation.escalation;

import dev.callescalation.notification.Decidable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A message that no route could decide on, or a command that failed for good, kept until somebody replays or dismisses
 * it. Absent texts are empty, never null.
 *
 * @param id           a UUID
 * @param at           when it was kept
 * @param escalationId empty when the escalation was not known
 * @param callId       the call it is about, as Graph wrote it; empty when unknown
 * @param kind         what the message is
 * @param summary      the message in a few words, such as {@code updated call established}
 * @param message      the message itself, of the class of its kind: enough to decide on it again; null when it is
 *                     closed and its message is kept no more
 * @param error        class and message of what was thrown, or what Graph replied, without people
 * @param route        id of the route where that happened
 * @param step         id of the step; empty when it was none of ours
 * @param failures     how often it has failed, from 1
 * @param state        what has become of it
 * @param closedAt     when it was replayed or dismissed; null while it is open
 */
public record DeadLetter(
        String id,
        Instant at,
        String escalationId,
        String callId,
        MessageKind kind,
        String summary,
        Object message,
        String error,
        String route,
        String step,
        int failures,
        State state,
        Instant closedAt) {

    private static final Pattern OF_ONE_MESSAGE =
            Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\b[0-9a-f]{16,}\\b|\\d+");

    /** What has become of a dead letter. The control port writes the name in lower case. */
    public enum State {
        OPEN,
        REPLAYED,
        DISMISSED;

        /** Finds a state by the name that the control port writes. */
        public static Optional<State> named(String name) {
            return Arrays.stream(values())
                    .filter(state -> state.toString().equals(name))
                    .findFirst();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One that has just failed, for the first time. */
    public static DeadLetter of(
            String id, Instant at, String escalationId, Decidable message, String error, String route, String step) {
        MessageKind kind = MessageKind.find(message).orElseThrow();
        String callId = message.callId();
        String summary = message.summary();
        return new DeadLetter(
                id, at, escalationId, callId, kind, summary, message, error, route, step, 1, State.OPEN, null);
    }

    /** Names what it has in common with others: kind, route, step, and the error but for ids and numbers. */
    public String cause() {
        String common = String.join("\n", kind.toString(), route, step, common(error));
        return UUID.nameUUIDFromBytes(common.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The first line of an error without ids and numbers, of which each message has its own. */
    public static String common(String error) {
        return OF_ONE_MESSAGE.matcher(error.lines().findFirst().orElse("")).replaceAll("…");
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** The same, closed. */
    public DeadLetter closed(State newState, Instant now) {
        return new DeadLetter(
                id, at, escalationId, callId, kind, summary, message, error, route, step, failures, newState, now);
    }
}
