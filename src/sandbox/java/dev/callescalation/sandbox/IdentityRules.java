package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What Graph documents of identities in commands (Microsoft Graph v1.0, communicationsIdentitySet and identity). */
final class IdentityRules {

    /** Besides those that the sandbox can bring into a call. */
    private static final List<String> OTHER_KINDS = List.of("device", "assertedIdentity", "endpointType");

    private static final String[] OF_ONE = {
        "id",
        "displayName",
        "tenantId",
        "identityProvider",
        "endpointType",
        "language",
        "languageId",
        "locale",
        "region",
        "userPrincipalName",
        "email",
        "ipAddress",
        "thumbnails",
        "hidden",
        "azureCommunicationServicesResourceId"
    };

    private IdentityRules() {}

    /** The identity of a participant, who is meant by an id. */
    static ObjectNode identity(GraphBody participant) {
        GraphBody identity = participant.object("identity");
        checkNames(identity);
        if (IdentitySets.named(identity.json()).isEmpty()) {
            throw participant.wrong(
                    "identity", "must name one of " + String.join(", ", IdentitySets.KINDS) + " by its id");
        }
        return (ObjectNode) identity.json();
    }

    /** The bot that calls. */
    static void checkSource(GraphBody source) {
        source.knowsOnly(
                "identity", "endpointType", "languageId", "region", "countryCode", "participantId", "platformId");
        GraphBody identity = source.object("identity");
        checkNames(identity);
        if (identity.has("application")) {
            identity.object("application").text("id");
        }
        identity(source);
    }

    /** Refuses what is misspelt: a kind, or a property of one who is meant. */
    static void checkNames(GraphBody identity) {
        List<String> kinds = new ArrayList<>(IdentitySets.KINDS);
        kinds.addAll(OTHER_KINDS);
        identity.knowsOnly(kinds.toArray(String[]::new));
        for (Iterator<String> names = identity.json().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (identity.json().get(name).isObject()) {
                identity.object(name).knowsOnly(OF_ONE);
            }
        }
    }
}
