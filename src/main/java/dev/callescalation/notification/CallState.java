package dev.callescalation.notification;

/**
 * How far a call has come. Notifications arrive in any order and some never do, so a state counts by its rank: what
 * is known of a call never goes back (Microsoft Graph: resource type call, property state).
 */
public enum CallState {
    UNKNOWN("", 0),
    INCOMING("incoming", 1),
    ESTABLISHING("establishing", 2),
    RINGING("ringing", 3),
    ESTABLISHED("established", 4),
    HOLD("hold", 4),
    TRANSFERRING("transferring", 4),
    TRANSFER_ACCEPTED("transferAccepted", 4),
    REDIRECTING("redirecting", 4),
    TERMINATING("terminating", 5),
    TERMINATED("terminated", 6);

    private final String text;
    private final int rank;

    CallState(String text, int rank) {
        this.text = text;
        this.rank = rank;
    }

    /** Reads Graph's spelling in any letter case; a state that is not known here is {@link #UNKNOWN}. */
    public static CallState of(String text) {
        for (CallState state : values()) {
            if (state.text.equalsIgnoreCase(text)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /** The later of two states; of two with the same rank the other one, which is the news. */
    public CallState later(CallState other) {
        return other.rank >= rank ? other : this;
    }

    /** Graph's spelling; empty when unknown. */
    @Override
    public String toString() {
        return text;
    }
}
