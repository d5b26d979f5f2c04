package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Today's rosters (Microsoft Graph v1.0, participant): the complete list, the bot last. */
final class CommunicationsRoster {

    private CommunicationsRoster() {}

    static ArrayNode participants(Call call, String appId) {
        ArrayNode participants = JsonNodeFactory.instance.arrayNode();
        int sourceId = 1;
        for (ObjectNode identity : call.people()) {
            participants.add(participant(call, identity, sourceId++, true, false));
        }
        return participants.add(participant(
                call, IdentitySets.bot(appId), sourceId, !call.modalities().isEmpty(), call.isInLobby()));
    }

    static String participantId(Call call, ObjectNode identity) {
        return Ids.guidOf(call.id() + " " + IdentitySets.key(identity));
    }

    private static ObjectNode participant(
            Call call, ObjectNode identity, int sourceId, boolean hears, boolean inLobby) {
        ObjectNode participant = SandboxJson.typed("participant").put("id", participantId(call, identity));
        ObjectNode info =
                SandboxJson.typed("participantInfo").put("languageId", "en-US").put("region", "emea");
        info.set("identity", IdentitySets.typed(identity));
        participant.set("info", info);
        ArrayNode streams = participant.putArray("mediaStreams");
        if (hears) {
            streams.addObject()
                    .put("mediaType", "audio")
                    .put("label", "main-audio")
                    .put("sourceId", Integer.toString(sourceId))
                    .put("direction", "sendReceive")
                    .put("serverMuted", false);
        }
        return participant.put("isMuted", false).put("isInLobby", inLobby);
    }
}
