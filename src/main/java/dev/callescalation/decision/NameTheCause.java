package dev.callescalation.decision;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;

/**
 * Lets a failure entry name what was thrown. Camel wraps what a bean throws that an expression calls, with a message
 * about Camel.
 */
public final class NameTheCause implements Processor {

    @Override
    public void process(Exchange exchange) {
        Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (error != null) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, causeOf(error));
        }
    }

    static Exception causeOf(Exception error) {
        Exception cause = error;
        while (cause instanceof RuntimeCamelException && cause.getCause() instanceof Exception inner) {
            cause = inner;
        }
        return cause;
    }
}
