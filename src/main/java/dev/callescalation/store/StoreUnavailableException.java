package dev.callescalation.store;

/** The database did not take or give what it was asked to. Nothing half done is left; the same may work later. */
public class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
