package dev.callescalation.routes;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the policy of {@link ReplayDeadLetterTest} asks: it does not know a call before somebody has mended that. */
public final class MeetingBook {

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();
    private static final Set<String> WITHOUT_GUESTS = ConcurrentHashMap.newKeySet();

    static void mend(String scenarioId) {
        KNOWN.add(scenarioId);
    }

    static void mislayGuests(String scenarioId) {
        WITHOUT_GUESTS.add(scenarioId);
    }

    static void findGuests(String scenarioId) {
        WITHOUT_GUESTS.remove(scenarioId);
    }

    public void lookUpGuests(String scenarioId) {
        if (WITHOUT_GUESTS.contains(scenarioId)) {
            throw new IllegalStateException("The list of guests is gone");
        }
    }

    public void lookUp(String scenarioId) {
        if (!KNOWN.contains(scenarioId)) {
            throw new IllegalStateException("No meeting for 8:orgid:550fae72-d251-43ec-868c-373732c2704f");
        }
    }
}
