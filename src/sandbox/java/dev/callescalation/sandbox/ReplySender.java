package dev.callescalation.sandbox;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Writes replies the way Graph does: with ids for support, and JSON where there is a body. */
final class ReplySender {

    private ReplySender() {}

    /** The future ends when the reply is written, or cannot be because the client is gone. */
    static Future<Void> send(RoutingContext context, Reply reply, Optional<Duration> delay) {
        if (delay.isEmpty()) {
            return write(context, reply);
        }
        return context.vertx()
                .timer(delay.get().toMillis(), TimeUnit.MILLISECONDS)
                .compose(rung -> write(context, reply));
    }

    private static Future<Void> write(RoutingContext context, Reply reply) {
        HttpServerResponse response =
                context.response().setStatusCode(reply.status()).putHeader("request-id", Ids.guid());
        String clientRequestId = context.request().getHeader("Client-Request-Id");
        if (clientRequestId != null) {
            response.putHeader("client-request-id", clientRequestId);
        }
        reply.headers().forEach(response::putHeader);
        if (reply.body() == null) {
            return response.end();
        }
        if (!response.headers().contains("Content-Type")) {
            response.putHeader("Content-Type", "application/json");
        }
        return response.end(SandboxJson.bytes(reply.body()));
    }
}
