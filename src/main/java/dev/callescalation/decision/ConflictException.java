package dev.callescalation.decision;

/** What somebody asks for does not fit what has happened meanwhile. The message is one sentence for whoever asked. */
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
