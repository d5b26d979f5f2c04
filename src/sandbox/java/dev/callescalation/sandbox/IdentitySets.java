package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who takes part in a call (Microsoft Graph v1.0, identitySet). */
final class IdentitySets {

    static final List<String> KINDS = List.of(
            "user",
            "guest",
            "phone",
            "application",
            "applicationInstance",
            "encrypted",
            "acsUser",
            "acsApplicationInstance",
            "azureCommunicationServicesUser",
            "onPremises");

    private IdentitySets() {}

    static ObjectNode ada() {
        ObjectNode identity = SandboxJson.object();
        identity.putObject("user")
                .put("displayName", "Ada Example")
                .put("language", "en-US")
                .put("id", "ada0ada0-0000-4000-8000-00000000ada0");
        return identity;
    }

    static ObjectNode bot(String appId) {
        ObjectNode identity = SandboxJson.object();
        identity.putObject("application")
                .put("displayName", "Call escalation")
                .put("language", "en-US")
                .put("id", appId);
        return identity;
    }

    /** The kind of the one who is meant; empty when the JSON names nobody by an id. */
    static Optional<String> named(JsonNode identity) {
        return KINDS.stream()
                .filter(kind -> identity.path(kind).path("id").isTextual())
                .findFirst();
    }

    /** The kind of a caller, whose id may be withheld; empty when the JSON has no identity of a known kind. */
    static Optional<String> kind(JsonNode identity) {
        return named(identity)
                .or(() -> KINDS.stream()
                        .filter(kind -> identity.path(kind).isObject())
                        .findFirst());
    }

    /** The same text for the same person or application, regardless of their other properties. */
    static String key(JsonNode identity) {
        String kind = kind(identity).orElse("nobody");
        return kind + ":" + identity.path(kind).path("id").asText().toLowerCase(Locale.ROOT);
    }

    /** With the types that today's notifications carry. */
    static ObjectNode typed(ObjectNode identity) {
        ObjectNode typed = SandboxJson.typed("identitySet");
        kind(identity).ifPresent(kind -> {
            ObjectNode one = SandboxJson.typed("identity").setAll((ObjectNode) identity.get(kind));
            typed.set(
                    kind,
                    kind.equals("user") && !one.has("identityProvider") ? one.put("identityProvider", "AAD") : one);
        });
        return typed;
    }
}
