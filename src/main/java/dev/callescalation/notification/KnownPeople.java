package dev.callescalation.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who is named in the messages that a thread works on. The text of an error may quote such a name, id or number by
 * itself, so that nothing marks it as one: {@link Masks} hides it all the same. Reading the messages is left until a
 * text has to be masked.
 */
public final class KnownPeople {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> NAMES = Set.of("displayName", "userPrincipalName", "mail");
    /** A letter may be a name, but hiding it would hide nothing. */
    private static final int SHORTEST = 2;

    private static final ThreadLocal<KnownPeople> OF_THREAD = new ThreadLocal<>();

    private final List<Object> messages = new ArrayList<>();
    /** In lower case; null until somebody asks. */
    private Set<String> values;

    private KnownPeople() {}

    /**
     * The thread begins with something else.
     *
     * @return what to {@link #restore} at its end; null for nothing
     */
    public static KnownPeople begin() {
        KnownPeople before = OF_THREAD.get();
        OF_THREAD.set(new KnownPeople());
        return before;
    }

    /** The thread goes on with what it was doing before. */
    public static void restore(KnownPeople before) {
        if (before == null) {
            OF_THREAD.remove();
        } else {
            OF_THREAD.set(before);
        }
    }

    /** @param contents JSON, as nodes or as text; nothing is done where nothing has begun */
    public static void add(Collection<?> contents) {
        KnownPeople known = OF_THREAD.get();
        if (known != null) {
            known.messages.addAll(contents);
            known.values = null;
        }
    }

    static String hidden(String text) {
        KnownPeople known = OF_THREAD.get();
        if (known == null || known.messages.isEmpty() || text.isEmpty()) {
            return text;
        }
        String hidden = text;
        String lower = text.toLowerCase(Locale.ROOT);
        for (String value : known.values()) {
            if (lower.contains(value)) {
                hidden = asWord(value).matcher(hidden).replaceAll("...");
            }
        }
        return hidden;
    }

    private static Pattern asWord(String value) {
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private Set<String> values() {
        if (values == null) {
            values = new LinkedHashSet<>();
            messages.forEach(message -> collect("", "", node(message)));
        }
        return values;
    }

    private static JsonNode node(Object message) {
        if (message instanceof JsonNode node) {
            return node;
        }
        try {
            String text = String.valueOf(message);
            return text.startsWith("{") ? JSON.readTree(text) : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private void collect(String owner, String name, JsonNode node) {
        if (Identities.isPerson(owner, name)) {
            String id = node.path("id").asText();
            add(id);
            add(Identities.bare(id));
        }
        if (!Identities.BOTS.contains(name)) {
            NAMES.forEach(field -> add(node.path(field).asText()));
        }
        node.properties().forEach(property -> collect(name, property.getKey(), property.getValue()));
        if (node.isArray()) {
            node.forEach(entry -> collect("", "", entry));
        }
    }

    private void add(String value) {
        if (value.strip().length() >= SHORTEST) {
            values.add(value.strip().toLowerCase(Locale.ROOT));
        }
    }
}
