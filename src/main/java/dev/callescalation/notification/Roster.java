package dev.callescalation.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who a roster lists. The data is an array of participants, a single participant, or the delta form with the
 * participants one level down.
 *
 * @param listed  without those that have been removed
 * @param isWhole whether somebody who is not listed is not in the call: not so for a single participant and the delta
 *                form
 */
public record Roster(List<JsonNode> listed, boolean isWhole) {

    /** Reads any of the three forms; anything else lists nobody. */
    public static Roster of(JsonNode data) {
        List<JsonNode> listed = new ArrayList<>();
        collect(data, listed);
        boolean isWhole = data.isArray();
        for (JsonNode entry : data) {
            isWhole &= !entry.has("participants");
        }
        return new Roster(listed, isWhole);
    }

    private static void collect(JsonNode data, List<JsonNode> listed) {
        if (data.has("participants")) {
            collect(data.path("participants"), listed);
        } else if (!data.isObject()) {
            data.forEach(entry -> collect(entry, listed));
        } else if (data.path("removedState").isMissingNode()) {
            listed.add(data);
        }
    }

    /**
     * The ids of the participants that somebody is, not counting those in the lobby.
     *
     * @return one entry for each time that they are listed; empty text where the participant has no id
     */
    public List<String> participantIds(JsonNode identitySet) {
        return listed.stream()
                .filter(participant -> !isInLobby(participant))
                .filter(participant -> Identities.read(identity(participant))
                        .filter(identity -> Identities.same(identity, identitySet))
                        .isPresent())
                .map(participant -> participant.path("id").asText(""))
                .toList();
    }

    /** Whether the person of that id is listed, and is in the call. */
    public boolean lists(String personId) {
        JsonNode user = JsonNodeFactory.instance.objectNode().put("id", personId);
        return !participantIds(JsonNodeFactory.instance.objectNode().set("user", user))
                .isEmpty();
    }

    /**
     * Whether an application waits in the lobby. One that is listed several times is in once any of the entries is.
     *
     * @return empty when it is not listed at all
     */
    public Optional<Boolean> applicationWaits(String appId) {
        return listed.stream()
                .filter(participant -> CallId.same(
                        identity(participant).path("application").path("id").textValue(), appId))
                .map(Roster::isInLobby)
                .reduce(Boolean::logicalAnd);
    }

    private static JsonNode identity(JsonNode participant) {
        return participant.path("info").path("identity");
    }

    private static boolean isInLobby(JsonNode participant) {
        return participant.path("isInLobby").asBoolean(false);
    }
}
