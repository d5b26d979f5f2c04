package dev.callescalation.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.callescalation.graph.Command;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * A policy around requests: a circuit breaker for each of those that are asked, so that one that does not reply does
 * not keep the others waiting. When half of its last 20 requests had no reply, none is made for 2 seconds; then 5 are
 * tried.
 */
abstract class CircuitBreakers implements Policy {

    /** Of more, the one that has been idle for longest begins anew. */
    private static final int MOST = 1_000;

    private final CircuitBreakerConfig config = CircuitBreakerConfig.custom()
            .slidingWindowSize(20)
            .minimumNumberOfCalls(20)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(2))
            .permittedNumberOfCallsInHalfOpenState(5)
            .build();

    // maintained by the calling thread: waking another one costs more
    private final Cache<String, CircuitBreaker> breakers =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MOST).build();

    /** Who is asked by a command. */
    abstract String key(Command command);

    /** How many have not replied to the last requests, so that none is made, or a few are tried. */
    final long notClosed() {
        return breakers.asMap().values().stream()
                .filter(breaker -> breaker.getState() != CircuitBreaker.State.CLOSED)
                .count();
    }

    @Override
    public final void beforeWrap(Route route, NamedNode definition) {
        // the steps are as they are
    }

    @Override
    public final Processor wrap(Route route, Processor steps) {
        return exchange -> request(exchange, steps);
    }

    void request(Exchange exchange, Processor steps) throws Exception {
        String asked = key(exchange.getVariable("command", Command.class));
        CircuitBreaker breaker = breakers.get(asked, name -> CircuitBreaker.of(name, config));
        breaker.acquirePermission();
        long began = breaker.getCurrentTimestamp();
        boolean replied = false;
        try {
            steps.process(exchange);
            // whatever its status: somebody is there
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
