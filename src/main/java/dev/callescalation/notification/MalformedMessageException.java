package dev.callescalation.notification;

/** A body that cannot be understood. The message is one sentence that the sender may read. */
public class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String sentence) {
        super(sentence);
    }
}
