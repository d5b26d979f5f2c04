package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

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
}
