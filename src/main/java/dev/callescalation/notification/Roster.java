package dev.callescalation.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Who a roster lists. The data is an array of participants, a single participant, or the delta form with the
 * participants one level down.
 */
public final class Roster {

    private Roster() {}

    /**
     * The ids of the participants that somebody is, not counting those in the lobby and those that have been removed.
     *
     * @return one entry for each time that he is listed; empty text where the participant has no id
     */
    public static List<String> participantIds(JsonNode data, JsonNode identitySet) {
        List<String> ids = new ArrayList<>();
        collect(data, identitySet, ids);
        return ids;
    }

    /** Whether somebody who is not listed is not in the call: not so for a single participant and the delta form. */
    public static boolean isWhole(JsonNode data) {
        for (JsonNode entry : data) {
            if (entry.has("participants")) {
                return false;
            }
        }
        return data.isArray();
    }

    /** Whether the person of that id is listed, and is in the call. */
    public static boolean listsId(JsonNode data, String personId) {
        JsonNode somebody = JsonNodeFactory.instance.objectNode().set("user", identity(personId));
        return !participantIds(data, somebody).isEmpty();
    }

    private static JsonNode identity(String personId) {
        return JsonNodeFactory.instance.objectNode().put("id", personId);
    }

    private static void collect(JsonNode data, JsonNode identitySet, List<String> ids) {
        if (data.has("participants")) {
            collect(data.path("participants"), identitySet, ids);
        } else if (data.isObject()) {
            if (isIn(data, identitySet)) {
                ids.add(data.path("id").asText(""));
            }
        } else {
            data.forEach(entry -> collect(entry, identitySet, ids));
        }
    }

    private static boolean isIn(JsonNode participant, JsonNode identitySet) {
        return !participant.path("isInLobby").asBoolean(false)
                && participant.path("removedState").isMissingNode()
                && Identities.read(participant.path("info").path("identity"))
                        .filter(identity -> Identities.same(identity, identitySet))
                        .isPresent();
    }
}
