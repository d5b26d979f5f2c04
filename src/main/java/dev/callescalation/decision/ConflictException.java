package dev.callescalation.decision;

/** A request does not fit the present state. The message is one sentence for its sender. */
public class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String sentence) {
        super(sentence);
    }

    /** HTTP status of the reply. */
    public int getStatus() {
        return 409;
    }
}
