package dev.callescalation.graph;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A step: sets the variable {@code gateClosed}, whether Graph has asked the variable {@code tenantId} to wait. */
public final class CheckGate implements Processor {

    private GraphGate gate;

    public void setGate(GraphGate gate) {
        this.gate = gate;
    }

    @Override
    public void process(Exchange exchange) {
        String tenantId = exchange.getVariable("tenantId", String.class);
        exchange.setVariable("gateClosed", gate.closedUntil(tenantId).isPresent());
    }
}
