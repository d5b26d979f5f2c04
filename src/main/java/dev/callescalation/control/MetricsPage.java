package dev.callescalation.control;

import dev.callescalation.metrics.Metrics;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What a Prometheus reads. It is no route: it has to be there whatever becomes of the routes. */
public final class MetricsPage implements Handler<RoutingContext> {

    private static final String PATH = "/observe/metrics";

    private final Metrics metrics;

    private MetricsPage(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Puts it on the control port, when metrics are enabled. */
    public static void serve(Metrics metrics, Router router) {
        if (metrics.isEnabled()) {
            // a thread that may take its time, and not the one that all connections share
            router.get(PATH).blockingHandler(new MetricsPage(metrics), false);
        }
    }

    @Override
    public void handle(RoutingContext context) {
        String type = Metrics.contentType(context.request().getHeader("Accept"));
        context.response().putHeader("Content-Type", type).end(metrics.scrape(type));
    }
}
