package dev.callescalation.escalation;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;

/**
 * Lets a failure entry speak of what was thrown: Camel wraps what a bean throws that is called by an expression, and
 * {@code ${exception}} would be the wrapping, without a status and with a message about Camel.
 */
public final class NameTheCause implements Processor {

    @Override
    public void process(Exchange exchange) {
        Throwable error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        while (error instanceof RuntimeCamelException && error.getCause() != null) {
            error = error.getCause();
        }
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, error);
    }
}
