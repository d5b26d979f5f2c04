package dev.callescalation.webhook;

/**
 * What is remembered of a token that was good.
 *
 * @param tenant    claim {@code tid}
 * @param goodUntil epoch milliseconds: claim {@code exp} plus the permitted clock skew
 */
record VerifiedToken(String tenant, long goodUntil) {

    boolean expired(long now) {
        return now >= goodUntil;
    }
}
