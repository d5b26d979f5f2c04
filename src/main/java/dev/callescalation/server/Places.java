package dev.callescalation.server;

import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Where the names belong that routes read. Camel puts headers and query parameters into one map, in which one could
 * pass for the other: a token in an address ends up in the logs of proxies. {@code requestHeaders} in
 * application.properties keeps all other names out.
 */
final class Places {

    private static final List<String> HEADERS = List.of("Authorization", "Content-Type", "Scenario-Id");
    private static final List<String> PARAMETERS =
            List.of("escalation", "state", "before", "phase", "tenant", "search", "group", "cursor", "limit");

    private Places() {}

    /** Removes what is in the place of the other. */
    static void separate(RoutingContext context) {
        PARAMETERS.forEach(context.request().headers()::remove);
        if (context.request().query() != null) {
            HEADERS.forEach(context.queryParams()::remove);
        }
    }
}
