package dev.callescalation.notification;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who a roster notification lists. The data is an array of participants, a single participant, or the delta form with
 * the participants one level down.
 */
public final class Roster {

    private Roster() {}

    /** Whether somebody is listed and neither waits in the lobby nor has been removed. */
    public static boolean lists(JsonNode data, JsonNode identitySet) {
        if (data.has("participants")) {
            return lists(data.path("participants"), identitySet);
        }
        if (data.isObject()) {
            return isIn(data, identitySet);
        }
        for (JsonNode entry : data) {
            if (entry.has("participants") ? lists(entry.path("participants"), identitySet) : isIn(entry, identitySet)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(JsonNode participant, JsonNode identitySet) {
        return !participant.path("isInLobby").asBoolean(false)
                && participant.path("removedState").isMissingNode()
                && Identities.read(participant.path("info").path("identity"))
                        .filter(identity -> Identities.same(identity, identitySet))
                        .isPresent();
    }
}
