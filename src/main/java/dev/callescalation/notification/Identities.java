package dev.callescalation.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
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

    /** The kinds that are no people. */
    static final Set<String> BOTS = Set.of("application", "applicationInstance", "acsApplicationInstance");

    /** The kinds known to be people; Graph may send others. */
    static final Set<String> PEOPLE = Set.of(
            "user",
            "phone",
            "guest",
            "acsUser",
            "azureCommunicationServicesUser",
            "onPremises",
            "encrypted",
            "assertedIdentity");

    /** In the order of preference where a set names several. Any other kind comes before those that name no party. */
    public static final List<String> KINDS = List.of(
            "user",
            "phone",
            "guest",
            "application",
            "applicationInstance",
            "acsUser",
            "azureCommunicationServicesUser");

    /** What a set may name besides the party: how it shows itself, its device, and where it takes part. */
    private static final List<String> BESIDES = List.of("assertedIdentity", "device", "conversation");

    /** What is beside the identity. */
    public static final List<String> PLACE = List.of("endpointType", "languageId", "region");

    /** What an identity may carry on into a command; language and region have places of their own. */
    private static final Set<String> KEPT =
            Set.of("id", "displayName", "tenantId", "azureCommunicationServicesResourceId");

    private Identities() {}

    /** Without the prefix of Skype's kinds: {@code 8:orgid:550fae72-…}, {@code 4:+4930123456}. */
    static String bare(String id) {
        return id.replaceFirst("^\\d+:(\\w+:)?", "");
    }

    /** Whether what a message has under that name is an identity of somebody; {@code owner} is the name around it. */
    static boolean isPerson(String owner, String name) {
        return PEOPLE.contains(name)
                || owner.equals("identity") && !BOTS.contains(name) && !name.equals("conversation");
    }

    /**
     * The one identity of a set, as a set again, without what a command has no use for. Its kind may be any: Graph adds
     * some.
     *
     * @return without an id where Graph withholds it, as for a hidden number; empty when the set has no identity
     */
    public static Optional<ObjectNode> read(JsonNode identitySet) {
        List<String> kinds = kinds(identitySet);
        return kinds.stream()
                .filter(kind -> isNamed(kind, identitySet.path(kind)))
                .findFirst()
                .or(() -> kinds.stream().findFirst())
                .map(kind -> set(kind, identitySet.path(kind)));
    }

    private static List<String> kinds(JsonNode identitySet) {
        Set<String> kinds = new LinkedHashSet<>(KINDS);
        identitySet.fieldNames().forEachRemaining(kinds::add);
        BESIDES.forEach(kinds::remove);
        kinds.addAll(BESIDES);
        return kinds.stream().filter(kind -> identitySet.path(kind).isObject()).toList();
    }

    /** In place of a withheld number there is null, nothing, or a word such as anonymous. */
    private static boolean isNamed(String kind, JsonNode identity) {
        String id = identity.path("id").isTextual() ? identity.path("id").textValue() : "";
        return kind.equals("phone") ? id.chars().anyMatch(Character::isDigit) : !id.isBlank();
    }

    /** Somebody as Graph's invitationParticipantInfo: the identity, if there is any, and where they are. */
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

    /** Whether somebody is named, by a kind that this version knows: another one may be misspelt. */
    public static boolean isKnown(JsonNode identitySet) {
        String kind = kind(identitySet);
        return (PEOPLE.contains(kind) || BOTS.contains(kind))
                && !id(identitySet).isEmpty();
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
        if (!isNamed(kind, identity)) {
            kept.remove("id");
        }
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        set.set(currentKind(kind, identity), kept);
        return set;
    }
}
