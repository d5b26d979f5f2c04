package dev.callescalation.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Graph's identitySet: an object with one identity under the name of its kind, {@code {"user": {"id": …}}}. Both
 * dialects are read into the current one, in which a guest has a kind of its own; the December 2018 documents write a
 * guest as a user with {@code identityProvider: "None"}.
 */
public final class Identities {

    /** The kinds that are people, and no bots. */
    public static final Set<String> PEOPLE =
            Set.of("user", "phone", "guest", "acsUser", "azureCommunicationServicesUser", "onPremises", "encrypted");

    /** In the order of preference where a set names several. */
    private static final List<String> KINDS = List.of(
            "user",
            "phone",
            "guest",
            "application",
            "applicationInstance",
            "acsUser",
            "azureCommunicationServicesUser");

    /** What is beside the identity. */
    public static final List<String> PLACE = List.of("endpointType", "languageId", "region");

    /** What an identity may carry on into a command; language and region have places of their own. */
    private static final Set<String> KEPT = Set.of("id", "displayName", "tenantId");

    private Identities() {}

    /**
     * The one identity of a set, as a set again, without what a command has no use for.
     *
     * @return empty when no identity of the set has an id
     */
    public static Optional<ObjectNode> read(JsonNode identitySet) {
        for (String kind : KINDS) {
            JsonNode identity = identitySet.path(kind);
            if (!identity.path("id").asText("").isEmpty() && identity.path("id").isTextual()) {
                return Optional.of(set(currentKind(kind, identity), identity));
            }
        }
        return Optional.empty();
    }

    /** Somebody as Graph's invitationParticipantInfo: the identity, and where they are. Empty when nobody is named. */
    public static ObjectNode participant(JsonNode source) {
        ObjectNode participant = JsonNodeFactory.instance.objectNode();
        read(source.path("identity")).ifPresent(identity -> participant.set("identity", identity));
        for (String property : PLACE) {
            if (source.path(property).isTextual()) {
                participant.set(property, source.path(property));
            }
        }
        return participant;
    }

    /** The id in a set of one identity; empty when there is none. */
    public static String id(JsonNode identitySet) {
        return identitySet.isObject() && !identitySet.isEmpty()
                ? identitySet.elements().next().path("id").asText("")
                : "";
    }

    /** The kind in a set of one identity, {@code user} or {@code phone}; empty when there is none. */
    public static String kind(JsonNode identitySet) {
        return identitySet.isObject() && !identitySet.isEmpty()
                ? identitySet.fieldNames().next()
                : "";
    }

    /** Whether the two are the same party. Kinds do not count: a user of another tenant is listed as a guest. */
    public static boolean same(JsonNode identitySet, JsonNode other) {
        return CallId.same(id(identitySet), id(other));
    }

    private static String currentKind(String kind, JsonNode identity) {
        boolean guest = "user".equals(kind)
                && "none".equalsIgnoreCase(identity.path("identityProvider").asText(""));
        return guest ? "guest" : kind;
    }

    private static ObjectNode set(String kind, JsonNode identity) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : identity.properties()) {
            if (KEPT.contains(property.getKey()) && property.getValue().isTextual()) {
                kept.set(property.getKey(), property.getValue());
            }
        }
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        set.set(kind, kept);
        return set;
    }
}
