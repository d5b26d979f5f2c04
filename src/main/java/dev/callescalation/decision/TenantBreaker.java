package dev.callescalation.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.callescalation.graph.Command;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * The policy around a request to Graph: a circuit breaker for each tenant, so that a Graph that does not reply to one
 * of them does not keep the others waiting. When half of the last 20 requests of a tenant had no reply, none is made
 * for 2 seconds; then 5 are tried.
 */
public final class TenantBreaker implements Policy, MeterBinder {

    /** Of more, the one that has been idle for longest begins anew. */
    private static final int MOST_TENANTS = 1_000;

    private final CircuitBreakerConfig config = CircuitBreakerConfig.custom()
            .slidingWindowSize(20)
            .minimumNumberOfCalls(20)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(2))
            .permittedNumberOfCallsInHalfOpenState(5)
            .build();

    // maintained by the calling thread: waking another one costs more
    private final Cache<String, CircuitBreaker> breakers = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST_TENANTS)
            .build();

    /** For how many tenants the last requests had no reply, so that none is made, or a few are tried. */
    long notClosed() {
        return breakers.asMap().values().stream()
                .filter(breaker -> breaker.getState() != CircuitBreaker.State.CLOSED)
                .count();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("calls_circuit_open", this, TenantBreaker::notClosed)
                .description("Tenants for which Graph does not reply")
                .register(registry);
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // the steps are as they are
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> request(exchange, steps);
    }

    private void request(Exchange exchange, Processor steps) throws Exception {
        String tenantId = exchange.getVariable("command", Command.class).tenantId();
        CircuitBreaker breaker =
                breakers.get(tenantId, tenant -> CircuitBreaker.of("Graph for tenant " + tenant, config));
        breaker.acquirePermission();
        long began = breaker.getCurrentTimestamp();
        boolean replied = false;
        try {
            steps.process(exchange);
            // whatever its status: Graph is there
            replied = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT) == null
                    && exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE) != null;
        } finally {
            long took = breaker.getCurrentTimestamp() - began;
            if (replied) {
                breaker.onSuccess(took, breaker.getTimestampUnit());
            } else {
                // of a reply that could not be read to its end
                exchange.getMessage().removeHeaders("*");
                breaker.onError(took, breaker.getTimestampUnit(), new IOException("no reply"));
            }
        }
    }
}
