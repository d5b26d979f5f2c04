package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Rosters of 2018 in the two forms that "participant: invite" (beta, December 2018) prints: one for an invitation onto
 * the peer-to-peer call itself, one for everything else. They differ in where region and language stand.
 */
final class AppRoster {

    private static final String REGION = "westus";
    private static final String LANGUAGE = "en-US";

    private final String appId;

    AppRoster(String appId) {
        this.appId = appId;
    }

    /**
     * @param resource the path of the roster; the bot comes last
     * @param inLobby  whether the bot waits in the lobby; the documents print no such roster, v1.0 names the property
     */
    ArrayNode participants(String resource, List<ObjectNode> people, boolean inPlace, boolean inLobby) {
        ArrayNode participants = JsonNodeFactory.instance.arrayNode();
        int sourceId = 1;
        for (ObjectNode identity : people) {
            participants.add(participant(resource, identity, "W/\"51\"", sourceId++, inPlace));
        }
        ObjectNode bot = participant(resource, IdentitySets.bot(appId), "W/\"55\"", sourceId, inPlace);
        return participants.add(inLobby ? bot.put("isInLobby", true) : bot);
    }

    private static ObjectNode participant(
            String resource, ObjectNode identity, String etag, int sourceId, boolean inPlace) {
        String kind = IdentitySets.kind(identity).orElseThrow();
        ObjectNode one = ((ObjectNode) identity.get(kind)).deepCopy();
        one.remove("language");
        ObjectNode participant = SandboxJson.typed("participant")
                .put("@odata.id", resource + "/" + Ids.hex(one.path("id").asText()))
                .put("@odata.etag", etag);
        ObjectNode info = inPlace
                ? participant.putObject("info")
                : participant.putObject("info").put("@odata.type", "#microsoft.graph.participantInfo");
        ObjectNode localized = inPlace ? info : one;
        info.putObject("identity").set(kind, one);
        localized.put("region", REGION).put("languageId", LANGUAGE);
        ObjectNode stream = participant
                .putArray("mediaStreams")
                .addObject()
                .put("mediaType", "audio")
                .put("label", "main-audio")
                .put("sourceId", Integer.toString(sourceId))
                .put("direction", "sendReceive");
        if (inPlace) {
            stream.put("serverMuted", false);
        }
        return participant;
    }
}
