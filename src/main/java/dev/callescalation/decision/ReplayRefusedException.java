package dev.callescalation.decision;

/** A dead letter is not replayed. The message is one sentence that the operator may read. */
public class ReplayRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReplayRefusedException(String sentence) {
        super(sentence);
    }
}
