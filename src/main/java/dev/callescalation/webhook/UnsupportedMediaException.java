package dev.callescalation.webhook;

/** The body is of a kind that cannot be JSON: a form. */
public class UnsupportedMediaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedMediaException() {
        super("The body must be JSON.");
    }
}
