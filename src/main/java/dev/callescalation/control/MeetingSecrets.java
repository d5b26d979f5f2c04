package dev.callescalation.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Takes out of a message what lets anybody into a meeting: that is nobody else's business. */
final class MeetingSecrets {

    private static final List<String> SECRET = List.of("passcode", "token");

    private MeetingSecrets() {}

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
