package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Reads the JSON of the sandbox's own API. Each mistake is an IllegalArgumentException of one sentence. */
final class StrictFields {

    private final String owner;
    private final JsonNode json;

    /** @param owner how the object is called in messages, such as "a test call" */
    StrictFields(String owner, JsonNode json, String... known) {
        this.owner = owner;
        this.json = json;
        if (!json.isObject()) {
            throw new IllegalArgumentException("The JSON of " + owner + " must be an object.");
        }
        List<String> names = Arrays.asList(known);
        for (Iterator<String> present = json.fieldNames(); present.hasNext(); ) {
            String name = present.next();
            if (!names.contains(name)) {
                throw new IllegalArgumentException("Unknown field '" + name + "' in " + owner + "; possible are: "
                        + String.join(", ", names) + ".");
            }
        }
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    JsonNode node(String name) {
        return json.get(name);
    }

    JsonNode object(String name) {
        if (!json.path(name).isObject()) {
            throw new IllegalArgumentException("Field '" + name + "' of " + owner + " must be an object.");
        }
        return json.get(name);
    }

    String text(String name, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = json.get(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException(
                    "Field '" + name + "' of " + owner + " must be a text that is not blank.");
        }
        return value.textValue();
    }

    int number(String name, int otherwise, int least, int most) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = json.get(name);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw new IllegalArgumentException(
                    "Field '" + name + "' of " + owner + " must be a whole number from " + least + " to " + most + ".");
        }
        return value.intValue();
    }

    boolean yes(String name) {
        if (has(name) && !json.get(name).isBoolean()) {
            throw new IllegalArgumentException("Field '" + name + "' of " + owner + " must be true or false.");
        }
        return has(name) && json.get(name).booleanValue();
    }
}
