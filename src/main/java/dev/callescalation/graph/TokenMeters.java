package dev.callescalation.graph;

import dev.callescalation.metrics.Family;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/** Counts the requests for tokens. */
final class TokenMeters {

    private static final String OK = "ok";
    private static final String FAILED = "failed";

    private final Family<Counter> requests;

    TokenMeters(MeterRegistry registry) {
        requests = Family.counters(registry, "calls_token_requests", "Requests to the login host", "result");
        List.of(OK, FAILED).forEach(requests::of);
    }

    GraphToken counted(Supplier<GraphToken> request) {
        String result = FAILED;
        try {
            GraphToken token = request.get();
            result = OK;
            return token;
        } finally {
            requests.of(result).increment();
        }
    }
}
