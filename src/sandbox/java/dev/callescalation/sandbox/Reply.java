package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What goes back to the bot.
 *
 * @param body null for none
 */
record Reply(int status, Map<String, String> headers, JsonNode body) {

    static Reply empty(int status) {
        return new Reply(status, Map.of(), null);
    }

    static Reply of(int status, JsonNode body) {
        return new Reply(status, Map.of(), body);
    }

    static Reply scripted(Fault.Reply fault) {
        JsonNode body = fault.body();
        if (body == null && fault.status() >= 400) {
            body = GraphError.body(GraphError.code(fault.status()), "A fault of the sandbox scripted this reply.");
        }
        return new Reply(fault.status(), fault.headers(), body);
    }
}
