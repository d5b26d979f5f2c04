package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.Escalation.MeetingRoster;
import dev.callescalation.escalation.Operation;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.Roster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a roster of the meeting says of the caller and of the bot.
 *
 * @param callerIds the participants that the caller is since the bot has invited them, by id; empty text where one has
 *                  none
 * @param elsewhere the participants that the caller is besides, with another device: those that were there before Graph
 *                  took an invite, and those that were there when it failed
 * @param whole     whether a caller who is not listed is not there
 * @param botWaits  whether the bot is in the lobby; empty when the bot is not listed
 */
record RosterNews(List<String> callerIds, List<String> elsewhere, boolean whole, Optional<Boolean> botWaits) {

    static final RosterNews NONE = new RosterNews(List.of(), List.of(), false, Optional.empty());

    static RosterNews of(JsonNode data, Escalation found, String appId) {
        Roster roster = Roster.of(data);
        List<String> callerIds = new ArrayList<>();
        for (String id : roster.participantIds(found.origin().caller().path("identity"))) {
            callerIds.add(CallId.isSafe(id) ? id : "");
        }
        List<String> elsewhere = found.roster().elsewhere();
        elsewhere.forEach(callerIds::remove);
        if (found.operations().stream().noneMatch(Operation::mayHaveMovedTheCaller)) {
            elsewhere = Stream.concat(elsewhere.stream(), callerIds.stream()).toList();
            callerIds = List.of();
        }
        return new RosterNews(callerIds, elsewhere, roster.isWhole(), roster.applicationWaits(appId));
    }

    /** What is known of the meeting now; a roster without the bot, also a whole one, says nothing of the lobby. */
    MeetingRoster mergedInto(MeetingRoster known) {
        return new MeetingRoster(seenAs(known.callerSeenAs()), botWaits.orElse(known.botIsInLobby()), elsewhere);
    }

    /** As which participant the caller is seen now. The first one stays: a later one is a duplicate. */
    private String seenAs(String before) {
        if (callerIds.isEmpty()) {
            return whole ? "" : before;
        }
        if (!before.isEmpty() && callerIds.contains(before)) {
            return before;
        }
        return callerIds.size() == 1 && !callerIds.get(0).isEmpty() ? callerIds.get(0) : MeetingRoster.UNNAMED;
    }

    /** The participants that the caller is besides the one first seen; none when that is not known. */
    List<String> copies(String seenAs) {
        boolean known = !seenAs.isEmpty() && callerIds.contains(seenAs);
        return callerIds.stream()
                .filter(id -> known && !id.equals(seenAs) && !id.isEmpty())
                .toList();
    }
}
