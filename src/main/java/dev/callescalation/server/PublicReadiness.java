package dev.callescalation.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Tells anybody whether the program is ready, and not why: 200 and {@code {"status":"UP"}}, or 503 and {@code DOWN}.
 * However many ask, it looks twice a second at most.
 */
final class PublicReadiness {

    private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();
    private static final int READY = 200;
    private static final int NOT_READY = 503;

    private final BooleanSupplier ready;
    private Future<Boolean> look;
    private long lookedAt;

    PublicReadiness(BooleanSupplier ready) {
        this.ready = ready;
    }

    void answer(RoutingContext context) {
        look(context.vertx()).onComplete(found -> {
            boolean isReady = found.succeeded() && found.result();
            context.response()
                    .setStatusCode(isReady ? READY : NOT_READY)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end("{\"status\":\"" + (isReady ? "UP" : "DOWN") + "\"}\n");
        });
    }

    private synchronized Future<Boolean> look(Vertx vertx) {
        if (look == null || look.isComplete() && System.nanoTime() - lookedAt >= FRESH_NANOS) {
            lookedAt = System.nanoTime();
            look = vertx.executeBlocking(ready::getAsBoolean, false);
        }
        return look;
    }
}
