package dev.callescalation.graph;

/**
 * A token as Graph wants it.
 *
 * @param bearer  the whole header value, {@code Bearer …}
 * @param renewAt epoch milliseconds from which a new one should be fetched
 * @param endsAt  epoch milliseconds from which Graph refuses it
 */
record GraphToken(String bearer, long renewAt, long endsAt) {

    private static final long RENEW_AHEAD = 5 * 60_000;

    /** Renewed five minutes before its end, or after nine tenths of its life when that is later. */
    static GraphToken of(String bearer, long askedAt, long lifetimeMillis) {
        long endsAt = askedAt + lifetimeMillis;
        return new GraphToken(bearer, endsAt - Math.min(RENEW_AHEAD, lifetimeMillis / 10), endsAt);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "GraphToken[renewAt=" + renewAt + ", endsAt=" + endsAt + "]";
    }
}
