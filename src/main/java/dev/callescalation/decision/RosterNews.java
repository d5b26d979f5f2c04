package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.escalation.Escalation.MeetingRoster;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.Roster;
import java.util.List;
import java.util.Optional;

/**
 * What a roster of the meeting says of the caller and of the bot.
 *
 * @param callerIds the participants that the caller is, by id; empty text where one has none
 * @param whole     whether a caller who is not listed is not there
 * @param botWaits  whether the bot is in the lobby; empty when the bot is not listed
 */
record RosterNews(List<String> callerIds, boolean whole, Optional<Boolean> botWaits) {

    static final RosterNews NONE = new RosterNews(List.of(), false, Optional.empty());

    static RosterNews of(JsonNode data, JsonNode caller, String appId) {
        Roster roster = Roster.of(data);
        List<String> callerIds = roster.participantIds(caller.path("identity"));
        return new RosterNews(callerIds, roster.isWhole(), roster.applicationWaits(appId));
    }

    /** What is known of the meeting now; a roster without the bot, also a whole one, says nothing of the lobby. */
    MeetingRoster mergedInto(MeetingRoster known) {
        return new MeetingRoster(seenAs(known.callerSeenAs()), botWaits.orElse(known.botIsInLobby()));
    }

    /** As which participant the caller is seen now. The first one stays: a later one is a duplicate. */
    private String seenAs(String before) {
        if (callerIds.isEmpty()) {
            return whole ? "" : before;
        }
        if (!before.isEmpty() && callerIds.contains(before)) {
            return before;
        }
        return callerIds.size() == 1 && CallId.isSafe(callerIds.get(0)) ? callerIds.get(0) : MeetingRoster.UNNAMED;
    }

    /** The participants that the caller is besides the one first seen; none when that is not known. */
    List<String> copies(String seenAs) {
        boolean known = !seenAs.isEmpty() && callerIds.contains(seenAs);
        return callerIds.stream()
                .filter(id -> known && !id.equals(seenAs) && CallId.isSafe(id))
                .toList();
    }
}
