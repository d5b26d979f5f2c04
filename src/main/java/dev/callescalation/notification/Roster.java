package dev.callescalation.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
        List<JsonNode> listings = new ArrayList<>();
        collect(data, participant -> isSomebody(participant, identitySet) && !isInLobby(participant), listings);
        return listings.stream().map(entry -> entry.path("id").asText("")).toList();
    }

    /**
     * Whether an application waits in the lobby. One that is listed several times is in once any of the entries is.
     *
     * @return empty when it is not listed at all
     */
    public static Optional<Boolean> applicationWaits(JsonNode data, String appId) {
        List<JsonNode> listings = new ArrayList<>();
        collect(data, participant -> isApplication(participant, appId), listings);
        return listings.isEmpty()
                ? Optional.empty()
                : Optional.of(listings.stream().allMatch(Roster::isInLobby));
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

    private static void collect(JsonNode data, Predicate<JsonNode> wanted, List<JsonNode> listings) {
        if (data.has("participants")) {
            collect(data.path("participants"), wanted, listings);
        } else if (data.isObject()) {
            if (data.path("removedState").isMissingNode() && wanted.test(data)) {
                listings.add(data);
            }
        } else {
            data.forEach(entry -> collect(entry, wanted, listings));
        }
    }

    private static boolean isInLobby(JsonNode participant) {
        return participant.path("isInLobby").asBoolean(false);
    }

    private static boolean isSomebody(JsonNode participant, JsonNode identitySet) {
        return Identities.read(participant.path("info").path("identity"))
                .filter(identity -> Identities.same(identity, identitySet))
                .isPresent();
    }

    private static boolean isApplication(JsonNode participant, String appId) {
        JsonNode id =
                participant.path("info").path("identity").path("application").path("id");
        return id.isTextual() && CallId.key(id.asText()).equals(CallId.key(appId));
    }
}
