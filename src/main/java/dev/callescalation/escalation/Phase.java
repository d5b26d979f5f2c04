package dev.callescalation.escalation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where an escalation stands. Routes write the name in lower case: {@code inviting}. */
public enum Phase {
    /** No escalation yet: nothing is stored in this phase. */
    NONE,
    /** The answer to the incoming call is on its way; the caller's call is not established. */
    ANSWERING,
    /** The caller's call is established, the meeting is being joined. */
    JOINING,
    /** Both calls are established, people are being invited. */
    INVITING,
    /** The caller is where he should be: in the meeting, or, in place, in a call with the people invited. */
    ESCALATED,
    /** Over, after a successful escalation. */
    ENDED,
    /** Over: the caller hung up, or Graph gave the call up, before he was moved. */
    MISSED,
    /** Over: a command or an operation failed for good. */
    FAILED,
    /** Over: the policy rejected the call. */
    REJECTED,
    /** Over: the policy redirected the call. */
    REDIRECTED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /**
     * Reads the name that a route wrote.
     *
     * @throws IllegalArgumentException naming the phases there are
     */
    public static Phase of(String text) {
        for (Phase phase : values()) {
            if (phase.text.equals(text)) {
                return phase;
            }
        }
        throw new IllegalArgumentException("The variable phase is '" + text + "'; it must be one of "
                + Arrays.stream(values()).map(Phase::toString).collect(Collectors.joining(", ")));
    }

    /** Whether nothing more is expected to happen, save for what cleans up. */
    public boolean isOver() {
        return compareTo(ENDED) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
