package dev.callescalation.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.Masks;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/** Builds and portions lists of invitationParticipantInfo. */
public final class Participants {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_PROMPTS = 20;
    private static final Pattern HTTPS = Pattern.compile("(?i)https://[^/\\s@]+(/\\S*)?");
    private static final Pattern CONFIGURED = Pattern.compile(
            "(?:(user|phone|guest|application|applicationInstance):)?([^\\s:@]+)(?:@([A-Za-z0-9.-]+))?");

    /** A plus sign, country code and number (ITU-T E.164). */
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{1,14}");

    /**
     * People named in a setting: {@code user:550fae72-…@72f988bf-…, phone:+4930123456}. The kind is user, phone, guest,
     * application or applicationInstance, user when it is left out; behind the at sign is the tenant, if needed.
     *
     * @throws IllegalArgumentException quoting the entry that cannot be read
     */
    public ArrayNode configured(@Variable("alsoInvite") String text) {
        ArrayNode people = NODES.arrayNode();
        for (String entry : entries(text)) {
            Matcher matcher = CONFIGURED.matcher(entry);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + entry
                        + "' names nobody; write user:<id>, phone:<number>, guest:<id>, application:<id> or"
                        + " applicationInstance:<id>, with @<tenant> behind it where needed");
            }
            String kind = matcher.group(1) == null ? "user" : matcher.group(1);
            String tenant = matcher.group(3);
            if (tenant != null && tenant.contains(".")) {
                throw new IllegalArgumentException("'" + entry + "' has a domain behind the @; write the object id of"
                        + " the user, and behind an @ the id of the tenant where needed");
            }
            if (kind.equals("phone") && !NUMBER.matcher(matcher.group(2)).matches()) {
                throw new IllegalArgumentException(
                        "'" + entry + "' is no number as Graph takes it; write it as phone:+4930123456");
            }
            ObjectNode identity = NODES.objectNode().put("id", matcher.group(2));
            if (tenant != null) {
                identity.put("tenantId", tenant);
            }
            people.addObject().putObject("identity").set(kind, identity);
        }
        return people;
    }

    /**
     * The one participant of an invite that moves somebody from one call into another. Graph honours replacesCallId for
     * the first participant of a request only.
     *
     * @param person         {@code {identity, …}}
     * @param replacesCallId the call the person is in now
     */
    public static ArrayNode moving(JsonNode person, String replacesCallId) {
        ObjectNode moved = person.deepCopy();
        moved.put("replacesCallId", replacesCallId);
        return NODES.arrayNode().add(moved);
    }

    /** The one participant of an invite that rings somebody who stays in the present call. */
    public static ArrayNode ringing(JsonNode person) {
        return NODES.arrayNode().add(person.deepCopy());
    }

    /**
     * Portions for requests of their own. Somebody who replaces a call travels alone.
     *
     * @param size how many one request may hold: 5 for a group call, 1 for a peer-to-peer call
     */
    public static List<ArrayNode> portions(Iterable<JsonNode> people, int size) {
        List<ArrayNode> portions = new ArrayList<>();
        ArrayNode open = NODES.arrayNode();
        for (JsonNode person : people) {
            if (person.has("replacesCallId")) {
                portions.add(NODES.arrayNode().add(person));
                continue;
            }
            if (open.isEmpty()) {
                portions.add(open);
            }
            open.add(person);
            if (open.size() == size) {
                open = NODES.arrayNode();
            }
        }
        return portions;
    }

    /** Media to fetch ahead: {@code <resource id>=<address>, …} becomes a list of {@code {uri, resourceId}}. */
    public ArrayNode prefetch(String text) {
        ArrayNode media = NODES.arrayNode();
        for (String entry : entries(text)) {
            String[] parts = entry.split("=", 2);
            if (parts.length != 2 || !CallId.isSafe(parts[0].strip())) {
                throw new IllegalArgumentException("calls.answer.prefetch-media has the entry '" + entry
                        + "'; write <resource id>=<https address of a WAV file>");
            }
            media.addObject().put("uri", parts[1].strip()).put("resourceId", parts[0].strip());
        }
        return media;
    }

    /**
     * Prompts to play: addresses, comma-separated, each with {@code <resource id>=} before it where Graph has fetched
     * it ahead, become a list of {@code {uri, resourceId}}.
     *
     * @throws IllegalArgumentException for none, for more than Graph plays at once, and for another address than https;
     *                                  it quotes no query, which may let somebody at the file
     */
    public static ArrayNode prompts(String text) {
        ArrayNode media = NODES.arrayNode();
        for (String entry : entries(text)) {
            String[] parts = entry.split("=", 2);
            boolean named = parts.length == 2 && CallId.isSafe(parts[0].strip());
            String uri = named ? parts[1].strip() : entry;
            if (!HTTPS.matcher(uri).matches()) {
                throw new IllegalArgumentException("'" + Masks.queries(entry)
                        + "' is no prompt; write the https address of a WAV file, or <resource id>=<address>");
            }
            ObjectNode prompt = media.addObject().put("uri", uri);
            if (named) {
                prompt.put("resourceId", parts[0].strip());
            }
        }
        if (media.isEmpty() || media.size() > MOST_PROMPTS) {
            throw new IllegalArgumentException(
                    media.size() + " prompts are given; Graph plays 1 to " + MOST_PROMPTS + " at once");
        }
        return media;
    }

    /**
     * The only one of a list, or the person itself.
     *
     * @throws IllegalArgumentException when it is none, or a list of several
     */
    public static JsonNode one(JsonNode people) {
        JsonNode one = people.isArray() && people.size() == 1 ? people.get(0) : people;
        if (!one.path("identity").isObject()) {
            throw new IllegalArgumentException(
                    "One person is needed, as user:<id> or phone:<number>, or as the bean participants makes of it");
        }
        return one;
    }

    private static List<String> entries(String commaSeparated) {
        return Stream.of(commaSeparated.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
