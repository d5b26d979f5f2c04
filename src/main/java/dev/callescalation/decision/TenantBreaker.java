package dev.callescalation.decision;

import dev.callescalation.graph.Command;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The policy around a request to Graph: a circuit breaker for each tenant. */
public final class TenantBreaker extends CircuitBreakers implements MeterBinder {

    @Override
    String key(Command command) {
        return command.tenantId();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("calls_circuit_open", this, TenantBreaker::notClosed)
                .description("Tenants for which Graph does not reply")
                .register(registry);
    }
}
