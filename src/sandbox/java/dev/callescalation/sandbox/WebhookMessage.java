package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One message to the webhook.
 *
 * @param reached  the state that the call has from the moment this is sent
 * @param callback where it goes
 * @param lost     true when it counts as sent and never arrives
 */
record WebhookMessage(
        NotificationKind kind,
        Call call,
        GraphCallState reached,
        String callback,
        String resource,
        ObjectNode body,
        boolean lost) {

    static WebhookMessage of(
            NotificationKind kind, Call call, GraphCallState reached, String resource, ObjectNode body) {
        return new WebhookMessage(kind, call, reached, call.callback(), resource, body, false);
    }

    WebhookMessage asLost() {
        return new WebhookMessage(kind, call, reached, callback, resource, body, true);
    }
}
