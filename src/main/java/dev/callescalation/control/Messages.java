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
        view.put("method", command.method()).put("path", command.path()).set("body", body(command.body()));
        return view;
    }

    private JsonNode body(String body) {
        try {
            return body.isEmpty()
                    ? ControlJson.JSON.getNodeFactory().nullNode()
                    : shown(ControlJson.JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return ControlJson.JSON.getNodeFactory().textNode(shown(body));
        }
    }
}
