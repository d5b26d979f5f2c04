package dev.callescalation.webhook;

/**
 * A request that may not come in. Carries no stack trace: strangers can cause it as often as they like, and where it
 * was thrown is of no use.
 */
public class TokenRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_REASON = 300;

    private final int status;

    TokenRefusedException(int status, String reason, Throwable cause) {
        super(oneLine(reason), cause, false, false);
        this.status = status;
    }

    /**
     * What the sender is answered: 401 for a token that is missing or bad, 403 for a good one of a tenant that is not
     * served, 503 while the signing keys are out of reach.
     */
    public int status() {
        return status;
    }

    /** For the log, never for the sender. One line of at most 300 characters, without the token. */
    public String reason() {
        return getMessage();
    }

    /** Parts of a reason may come out of the token; they must not start a line of their own in the log. */
    private static String oneLine(String reason) {
        String line = String.valueOf(reason).replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
    }
}
