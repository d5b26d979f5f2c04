package dev.callescalation.check;

import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;

/** Time zones by their names. Java takes a name that it does not know for Greenwich, and says nothing. */
final class TimeZones {

    static final List<String> ALL = Arrays.asList(TimeZone.getAvailableIDs());

    private TimeZones() {}

    static boolean exists(String name) {
        return ALL.contains(name) || !TimeZone.getTimeZone(name).getID().equals("GMT");
    }
}
