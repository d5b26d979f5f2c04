package dev.callescalation.escalation;

/** Nothing has the id of a request. The message is one sentence for its sender. */
public final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param what what was asked for, such as {@code dead letter} */
    public NotFoundException(String what) {
        super("No such " + what + ".");
    }

    /** HTTP status of the reply. */
    public int getStatus() {
        return 404;
    }
}
