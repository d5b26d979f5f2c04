package dev.callescalation.routes;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the policies of mendable-policies ask: it does not know a call before somebody has mended that. */
public final class MeetingBook {

    /** Settings of a bundle that asks it. */
    public static final String[] SETTINGS = {
        "camel.main.routes-include-pattern=file:routes/*.camel.yaml,file:routes/operators/*.camel.yaml,file:routes/policy/a*.camel.yaml,"
                + "file:routes/policy/moments.camel.yaml,"
                + "file:src/test/resources/mendable-policies/*.camel.yaml",
        "calls.editing.start-when-wrong=true", // which meeting is no longer read from settings
        "camel.beans.meetingBook=#class:dev.callescalation.routes.MeetingBook"
    };

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();
    private static final Set<String> WITHOUT_GUESTS = ConcurrentHashMap.newKeySet();

    public static void mend(String scenarioId) {
        KNOWN.add(scenarioId);
    }

    public static void mislayGuests(String scenarioId) {
        WITHOUT_GUESTS.add(scenarioId);
    }

    public static void findGuests(String scenarioId) {
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
