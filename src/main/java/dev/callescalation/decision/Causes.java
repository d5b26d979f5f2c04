package dev.callescalation.decision;

import org.apache.camel.RuntimeCamelException;

/** Finds what was thrown: Camel wraps what a bean throws that an expression calls, with a message about Camel. */
final class Causes {

    private Causes() {}

    static Exception of(Exception error) {
        Exception cause = error;
        while (cause instanceof RuntimeCamelException && cause.getCause() instanceof Exception inner) {
            cause = inner;
        }
        return cause;
    }
}
