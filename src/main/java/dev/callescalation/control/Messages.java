package dev.callescalation.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.graph.Command;
import dev.callescalation.notification.JsonMasks;
import dev.callescalation.notification.Masks;

/**
 * How the control port shows what was received and sent: never with what lets anybody in.
 *
 * @param showPeople whether names, user ids and phone numbers are shown in full
 */
record Messages(boolean showPeople) {

    JsonNode shown(JsonNode message) {
        return showPeople ? JsonMasks.secrets(message) : JsonMasks.secretsAndPeople(message);
    }

    /** What a message is called, which begins with words of its own. */
    String shown(String summary) {
        return showPeople ? summary : Masks.people(summary);
    }

    /** Method, path and body; null for an empty body. */
    ObjectNode shown(Command command) {
        ObjectNode view = ControlJson.JSON.createObjectNode();
        view.put("method", command.method())
                .put("path", showPeople ? command.path() : command.shownPath())
                .set("body", body(command));
        return view;
    }

    private JsonNode body(Command command) {
        String body = command.body();
        try {
            if (body.isEmpty()) {
                return ControlJson.JSON.getNodeFactory().nullNode();
            }
            JsonNode json = ControlJson.JSON.readTree(body);
            return command.isLookup() && !showPeople ? JsonMasks.values(json) : shown(json);
        } catch (JsonProcessingException e) {
            return ControlJson.JSON.getNodeFactory().textNode(shown(body));
        }
    }
}
