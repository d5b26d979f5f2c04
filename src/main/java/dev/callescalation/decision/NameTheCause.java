package dev.callescalation.decision;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Lets a failure entry name what was thrown, and not Camel's wrapping of it. */
public final class NameTheCause implements Processor {

    @Override
    public void process(Exchange exchange) {
        Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (error != null) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, Causes.of(error));
        }
    }
}
