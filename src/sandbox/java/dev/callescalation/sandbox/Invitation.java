package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a bot wants in a call (Microsoft Graph v1.0, participant: invite).
 *
 * @param replacedCallId the id of the call that the one participant is in now; null when nobody moves
 * @param clientContext  null if the bot gave none
 * @param participants   as the bot wrote them
 */
record Invitation(List<ObjectNode> identities, String replacedCallId, String clientContext, JsonNode participants) {

    private static final int MOST_PARTICIPANTS = 5;
    private static final Pattern PATH = Pattern.compile("/(?:app|applications/[^/]+)/calls/([^/]+)");
    private static final Pattern BARE_ID = Pattern.compile("([^/]+)");

    /** @param peerToPeer true when the call is one: it takes one participant at a time */
    static Invitation of(JsonNode json, Form form, boolean peerToPeer) {
        GraphBody body = new GraphBody("invite", json, form).knowsOnly("participants", "clientContext");
        List<GraphBody> participants = body.objects("participants");
        if (participants.isEmpty() || participants.size() > MOST_PARTICIPANTS) {
            throw body.wrong("participants", "must name 1 to " + MOST_PARTICIPANTS);
        }
        if (peerToPeer && participants.size() > 1) {
            throw body.wrong("participants", "must name exactly one on a peer-to-peer call");
        }
        List<ObjectNode> identities = new ArrayList<>();
        String replaced = null;
        for (GraphBody participant : participants) {
            check(participant);
            identities.add(IdentityRules.identity(participant));
            if (participant.has("replacesCallId")) {
                replaced = callId(participant);
            }
        }
        if (replaced != null && participants.size() > 1) {
            throw body.wrong("participants", "must name only one when replacesCallId is used");
        }
        return new Invitation(
                identities, replaced, body.clientContext(), body.json().get("participants"));
    }

    private static void check(GraphBody participant) {
        if (participant.form().old()) {
            participant.knowsOnly("identity", "endpointType", "languageId", "region", "replacesCallId");
        } else {
            participant.knowsOnly(
                    "identity",
                    "endpointType",
                    "replacesCallId",
                    "participantId",
                    "hidden",
                    "removeFromDefaultAudioRoutingGroup");
        }
    }

    private static String callId(GraphBody participant) {
        boolean old = participant.form().old();
        Matcher id = (old ? PATH : BARE_ID).matcher(participant.text("replacesCallId"));
        if (!id.matches()) {
            throw participant.wrong(
                    "replacesCallId", old ? "must be a path such as /app/calls/{id}" : "must be the bare id of a call");
        }
        return id.group(1);
    }
}
