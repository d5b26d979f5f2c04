package dev.callescalation.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Masks the confidential parts of messages. Passcodes and tokens of meetings, and keys that somebody presses, which may
 * be a PIN, become three stars; of the address of a prompt, its query becomes three dots. Names of people
 * become three dots; of their ids and phone numbers, enough is left for an operator to see whether two of them are the
 * same: {@code 550fae72-d251-…} becomes {@code 550fae72...}, {@code +4930123456} becomes {@code ...456}. Bots, tenants
 * and calls are no people.
 */
public final class JsonMasks {

    private static final Set<String> MEETING_SECRETS = Set.of("passcode", "token");
    /** Of a prompt, in one dialect or the other. */
    private static final Set<String> ADDRESSES = Set.of("uri", "url");

    private static final TextNode SECRET = TextNode.valueOf("***");
    private static final String HIDDEN = "...";
    private static final int LEFT_OF_AN_ID = 8;
    private static final int LEFT_OF_A_NUMBER = 3;

    private final boolean withPeople;
    private final Set<String> ids = new HashSet<>();
    /** Of the ids: with what letters they begin. */
    private final BitSet beginnings = new BitSet();
    /** Of the ids, longest first. */
    private List<Integer> lengths = List.of();

    private JsonMasks(boolean withPeople) {
        this.withPeople = withPeople;
    }

    /** A copy without what lets anybody in. */
    public static JsonNode secrets(JsonNode message) {
        return new JsonMasks(true).masked("", message);
    }

    /** A copy without that, and without people. */
    public static JsonNode secretsAndPeople(JsonNode message) {
        JsonMasks masks = new JsonMasks(false);
        masks.collect("", "", message);
        masks.ids.forEach(id -> masks.beginnings.set(id.charAt(0)));
        masks.lengths = masks.ids.stream()
                .map(String::length)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        return masks.masked("", message);
    }

    /** A copy that shows which values there are, and none of them but true and false. */
    public static JsonNode values(JsonNode message) {
        if (message.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            message.properties().forEach(property -> copy.set(property.getKey(), values(property.getValue())));
            return copy;
        }
        if (message.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            message.forEach(entry -> copy.add(values(entry)));
            return copy;
        }
        return message.isTextual() || message.isNumber() ? TextNode.valueOf(HIDDEN) : message;
    }

    private void collect(String owner, String name, JsonNode node) {
        if (Identities.isPerson(owner, name) && !node.path("id").asText().isEmpty()) {
            ids.add(node.path("id").asText());
        }
        node.properties().forEach(property -> collect(name, property.getKey(), property.getValue()));
        if (node.isArray()) {
            node.forEach(entry -> collect("", "", entry));
        }
    }

    private JsonNode masked(String name, JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                copy.set(property.getKey(), masked(name, property.getKey(), property.getValue()));
            }
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(entry -> copy.add(masked("", entry)));
            return copy;
        }
        return node.isTextual() && !withPeople ? TextNode.valueOf(masked(node.asText())) : node;
    }

    private JsonNode masked(String owner, String name, JsonNode value) {
        if (value.isTextual() && owner.equals("meetingInfo") && MEETING_SECRETS.contains(name)) {
            return SECRET;
        }
        if (owner.equals("toneInfo") && name.equals("tone")) {
            return SECRET;
        }
        if (name.equals("tones") && value.isArray()) {
            ArrayNode keys = JsonNodeFactory.instance.arrayNode();
            value.forEach(key -> keys.add(SECRET));
            return keys;
        }
        if (value.isTextual() && ADDRESSES.contains(name)) {
            return TextNode.valueOf(Masks.queries(value.asText()));
        }
        boolean isName = value.isTextual() && name.equals("displayName") && !Identities.BOTS.contains(owner);
        return isName && !withPeople ? TextNode.valueOf(HIDDEN) : masked(name, value);
    }

    /**
     * An id of somebody may be anywhere else in the message too, such as in the text of an error. There are some
     * hundred ids in a roster, but of a few lengths only: a text is read once for all ids of one length.
     */
    private String masked(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            String id = idAt(text, at);
            if (id.isEmpty()) {
                masked.append(text.charAt(at++));
            } else {
                masked.append(shortened(id));
                at += id.length();
            }
        }
        return Masks.people(masked.toString());
    }

    /** The longest id that begins there; empty for none. */
    private String idAt(String text, int at) {
        if (!beginnings.get(text.charAt(at))) {
            return "";
        }
        for (int length : lengths) {
            if (length <= text.length() - at) {
                String part = text.substring(at, at + length);
                if (ids.contains(part)) {
                    return part;
                }
            }
        }
        return "";
    }

    private static String shortened(String id) {
        String bare = Identities.bare(id);
        if (bare.matches("\\+?\\d+")) {
            return HIDDEN + bare.substring(Math.max(0, bare.length() - LEFT_OF_A_NUMBER));
        }
        return bare.length() > LEFT_OF_AN_ID ? bare.substring(0, LEFT_OF_AN_ID) + HIDDEN : HIDDEN;
    }
}
