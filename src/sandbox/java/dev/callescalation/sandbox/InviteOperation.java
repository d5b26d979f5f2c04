package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An invitation under way (Microsoft Graph v1.0, inviteParticipantsOperation).
 *
 * @param participants as the bot asked for them
 * @param failure      null when it succeeds
 */
record InviteOperation(String id, String clientContext, JsonNode participants, ResultInfo failure) {

    InviteOperation failed(ResultInfo reason) {
        return new InviteOperation(id, clientContext, participants, reason);
    }

    String status() {
        return failure == null ? "completed" : "failed";
    }

    /** For the templates of notifications. */
    ObjectNode values() {
        ObjectNode values = SandboxJson.object()
                .put("operationId", id)
                .put("clientContext", clientContext)
                .put("status", status());
        return failure == null ? values : values.set("resultInfo", SandboxJson.tree(failure));
    }
}
