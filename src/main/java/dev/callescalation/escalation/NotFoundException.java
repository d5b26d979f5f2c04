package dev.callescalation.escalation;

/** There is nothing of the id that somebody asks for. The message is one sentence for whoever asked. */
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
