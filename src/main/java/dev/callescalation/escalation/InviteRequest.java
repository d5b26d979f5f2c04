package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.notification.Decidable;
import java.time.Instant;
import java.util.List;

/**
 * Another system asks for people to be invited into a call.
 *
 * @param callId        the caller's call or the meeting's, in any spelling
 * @param participants  invitationParticipantInfo, checked, at least one
 * @param clientContext what the other system wants to see echoed; empty for one of ours
 * @param message       the request as received
 */
public record InviteRequest(
        Instant receivedAt, String callId, List<JsonNode> participants, String clientContext, JsonNode message)
        implements Decidable {

    @Override
    public String summary() {
        return "invite " + participants.size() + " participant(s)";
    }

    @Override
    public List<?> contents() {
        return List.of(message);
    }
}
