package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.Roster;
import java.util.List;

/**
 * What a roster of the meeting tells of the caller.
 *
 * @param callerIds the participants that the caller is, by id; empty text where one has none
 * @param whole     whether a caller who is not listed is not there
 */
record RosterNews(List<String> callerIds, boolean whole) {

    static RosterNews of(JsonNode data, JsonNode caller) {
        return new RosterNews(Roster.participantIds(data, caller.path("identity")), Roster.isWhole(data));
    }

    /** As which participant the caller is seen now. The first one stays: a later one is a copy of him. */
    String seenAs(String before) {
        if (callerIds.isEmpty()) {
            return whole ? "" : before;
        }
        if (!before.isEmpty() && callerIds.contains(before)) {
            return before;
        }
        return callerIds.size() == 1 && CallId.isSafe(callerIds.get(0)) ? callerIds.get(0) : Escalation.UNNAMED;
    }

    /** The participants that the caller is besides the one as which he was seen first; none when that is not known. */
    List<String> copies(String seenAs) {
        return !seenAs.isEmpty() && callerIds.contains(seenAs)
                ? callerIds.stream()
                        .filter(id -> !id.equals(seenAs) && CallId.isSafe(id))
                        .toList()
                : List.of();
    }
}
