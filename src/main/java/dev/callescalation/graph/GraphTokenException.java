package dev.callescalation.graph;

/** No token for Graph. The message names the tenant, the login host and what it said; it never holds a secret. */
public class GraphTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GraphTokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
