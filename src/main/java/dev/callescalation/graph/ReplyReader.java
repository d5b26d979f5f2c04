package dev.callescalation.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.callescalation.clock.SteadyClock;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.Masks;

/**
 * Reads Graph's reply to a command. The two dialects answer differently: with or without a body, with or without
 * Location; all that is there is used.
 */
public final class ReplyReader {

    private static final JsonMapper JSON = new JsonMapper();

    private ReplyReader() {}

    /**
     * @param outcome  what the status means: accepted, gone, refused, expired or unknown
     * @param status   null when there was no reply
     * @param location only its last segment is used: it may name another host or version
     * @param reason   replaces the error of the body; empty for none
     */
    public static CommandReply read(
            Command command, String outcome, Integer status, String location, String body, String reason) {
        JsonNode json = parse(body);
        String error = error(json.path("error"));
        // what another system says is no call and no operation of Graph
        JsonNode ofGraph = command.isLookup() ? MissingNode.getInstance() : json;
        return new CommandReply(
                SteadyClock.ofThisProgram().instant(),
                command,
                outcome,
                status == null ? 0 : status,
                id(ofGraph, command.isLookup() ? null : location),
                ofGraph.path("status").asText(""),
                ofGraph.path("state").asText(""),
                reason.isEmpty() ? error : reason,
                json,
                null);
    }

    /** Code and message of Graph's error, in one line; empty when the body has none. */
    public static String error(String body) {
        return error(parse(body).path("error"));
    }

    private static String error(JsonNode error) {
        return (error.path("code").asText("") + " "
                        + Masks.people(error.path("message").asText("")))
                .strip();
    }

    private static String id(JsonNode json, String location) {
        String id = json.path("id").asText("");
        if (id.isEmpty() && location != null) {
            String path = location.strip().replaceFirst("[?#].*", "").replaceFirst("/+$", "");
            id = path.substring(path.lastIndexOf('/') + 1);
        }
        return CallId.isSafe(id) ? id : "";
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode json = body == null || body.isBlank() ? null : JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
