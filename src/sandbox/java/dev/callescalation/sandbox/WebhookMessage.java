package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

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

    /** A request with one notification. */
    static WebhookMessage of(
            NotificationKind kind,
            Call call,
            GraphCallState reached,
            String resource,
            NewsWriter news,
            ObjectNode change) {
        return of(kind, call, reached, resource, news.request(List.of(change)));
    }

    WebhookMessage asLost() {
        return new WebhookMessage(kind, call, reached, callback, resource, body, true);
    }
}
