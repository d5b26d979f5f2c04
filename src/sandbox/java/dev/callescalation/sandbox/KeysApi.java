package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;

/** Publishes the keys that sign webhook tokens, where OpenID Connect Discovery 1.0 places them. */
final class KeysApi {

    private final TokenSigner tokens;

    KeysApi(TokenSigner tokens) {
        this.tokens = tokens;
    }

    void metadata(RoutingContext context) {
        ObjectNode metadata = SandboxJson.object()
                .put("issuer", TokenSigner.ISSUER)
                .put("jwks_uri", "http://" + context.request().authority() + "/v1/keys");
        metadata.putArray("id_token_signing_alg_values_supported").add("RS256");
        OwnReply.send(context, 200, metadata);
    }

    void keys(RoutingContext context) {
        context.response().putHeader("Content-Type", "application/json").end(tokens.publicKeys());
    }

    /** From the reply on, tokens have a new key, and the old one is no longer published. */
    void rotate(RoutingContext context) {
        context.vertx().executeBlocking(TokenSigner::newKey).onComplete(made -> {
            if (made.succeeded()) {
                tokens.rotate(made.result());
                context.response().setStatusCode(204).end();
            } else {
                context.fail(made.cause());
            }
        });
    }
}
