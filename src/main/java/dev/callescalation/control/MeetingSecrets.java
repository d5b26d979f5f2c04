package dev.callescalation.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Takes out of a message what lets anybody into a meeting: that is nobody else's business. */
final class Secrets {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> SECRET = List.of("passcode", "token");

    private Secrets() {}

    /** The body of a command, null for an empty one. */
    static JsonNode hidden(String body) {
        try {
            return body.isEmpty() ? JSON.getNodeFactory().nullNode() : hidden(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(body);
        }
    }

    static JsonNode hidden(JsonNode message) {
        JsonNode copy = message.deepCopy();
        for (JsonNode meetingInfo : copy.findValues("meetingInfo")) {
            for (String property : SECRET) {
                if (meetingInfo.path(property).isTextual()) {
                    ((ObjectNode) meetingInfo).put(property, "***");
                }
            }
        }
        return copy;
    }
}
