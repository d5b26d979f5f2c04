package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;

/** Bodies of the sandbox's own API: indented, for people read them. */
final class OwnReply {

    private OwnReply() {}

    static JsonNode json(RoutingContext context) {
        String text = context.body().asString();
        return text == null || text.isBlank() ? SandboxJson.object() : SandboxJson.parse(text);
    }

    static void send(RoutingContext context, int status, JsonNode body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(SandboxJson.pretty(body));
    }

    static void refuse(RoutingContext context, int status, String sentence) {
        send(context, status, SandboxJson.object().put("error", sentence));
    }

    static String unknown(String id) {
        return "The sandbox knows no call, meeting or scenario '" + id + "'.";
    }

    /** Handles exceptions: a mistake in the request is named in the reply, everything else is our own fault. */
    static void failed(RoutingContext context) {
        Throwable cause = context.failure();
        if (cause instanceof IllegalArgumentException) {
            refuse(context, 400, cause.getMessage());
        } else {
            context.next();
        }
    }
}
