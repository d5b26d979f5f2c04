package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A JSON object that a bot sent, read as strictly as Graph reads it: what is unknown, missing or of the wrong kind is
 * refused by name. Annotations ({@code @odata.…}) are allowed everywhere.
 */
final class GraphBody {

    private static final int LONGEST_CONTEXT = 256;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String place;
    private final JsonNode json;
    private final Form form;

    /** @param place what the object is, for messages: "answer", or "answer.mediaConfig" */
    GraphBody(String place, JsonNode json, Form form) {
        this.place = place;
        this.json = json;
        this.form = form;
        if (json == null || !json.isObject()) {
            throw GraphError.badRequest("The body of '" + place + "' must be a JSON object.");
        }
    }

    Form form() {
        return form;
    }

    JsonNode json() {
        return json;
    }

    /** @param names the properties there are, in this form */
    GraphBody knowsOnly(String... names) {
        Set<String> known = Set.of(names);
        for (Iterator<String> present = json.fieldNames(); present.hasNext(); ) {
            String name = present.next();
            if (!known.contains(name) && !name.startsWith("@odata.")) {
                throw GraphError.badRequest("The property '" + name + "' does not exist on '" + place + "'."
                        + form.ownNameOf(name)
                                .filter(known::contains)
                                .map(own -> " Its name in this form is '" + own + "'.")
                                .orElse(""));
            }
        }
        return this;
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    String text(String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(name, "must be a text that is not blank");
        }
        return value.textValue();
    }

    /** What the operation and its notification repeat; null if the bot gave none. */
    String clientContext() {
        if (!has("clientContext")) {
            return null;
        }
        String context = text("clientContext");
        if (context.length() > LONGEST_CONTEXT) {
            throw GraphError.badRequest("The property 'clientContext' of '" + place + "' has " + context.length()
                    + " characters; it must have at most " + LONGEST_CONTEXT + ".");
        }
        return context;
    }

    GraphBody object(String name) {
        if (!json.path(name).isObject()) {
            throw wrong(name, "must be an object");
        }
        return new GraphBody(place + "." + name, json.get(name), form);
    }

    List<GraphBody> objects(String name) {
        if (!json.path(name).isArray()) {
            throw wrong(name, "must be a list of objects");
        }
        List<GraphBody> items = new ArrayList<>();
        for (JsonNode item : json.get(name)) {
            items.add(new GraphBody(place + "." + name + "[" + items.size() + "]", item, form));
        }
        return items;
    }

    List<String> modalities(String name) {
        JsonNode value = json.hasNonNull(name) ? json.get(name) : JsonNodeFactory.instance.nullNode();
        return Modalities.read(value).orElseThrow(() -> wrong(name, "must be a list of " + Modalities.words()));
    }

    /** The address for notifications: https, or http towards this machine. */
    String callback() {
        String name = form.property("callback");
        String address = text(name);
        try {
            URI uri = new URI(address);
            boolean near = "http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
            if (near || "https".equals(uri.getScheme()) && uri.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Reported below, like every other useless address.
        }
        throw wrong(name, "must be an absolute https address");
    }

    GraphError wrong(String name, String rule) {
        String found = json.has(name) ? "is " + json.get(name) : "is missing";
        return GraphError.badRequest("The property '" + name + "' of '" + place + "' " + found + "; it " + rule + ".");
    }
}
