package dev.callescalation.clock;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a desk is open, by the clock on its wall: {@code Mo-Fr 08:00-12:00 13:00-18:00, Sa 22:00-06:00}. Hours over
 * midnight belong to the day on which they begin, and so does a holiday.
 */
public record OpeningHours(List<Shift> shifts, ZoneId zone, Set<LocalDate> holidays) {

    /** What hours may be, for whoever has written them otherwise. */
    public static final String HOURS = "days and times, such as Mo-Fr 08:00-12:00 13:00-18:00, Sa 22:00-06:00";

    /** What a zone may be. */
    public static final String ZONE = "a time zone, such as Europe/Berlin";

    /** What holidays may be. */
    public static final String HOLIDAYS = "days, such as 2026-12-25, 2026-12-26";

    private static final List<String> DAYS = List.of("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su");
    private static final String DAY = "(" + String.join("|", DAYS) + ")";
    private static final String TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    private static final Pattern ENTRY =
            Pattern.compile(DAY + "(?:-" + DAY + ")?((?:\\s+" + TIME + "-(?:" + TIME + "|24:00))+)");
    private static final LocalTime MIDNIGHT = LocalTime.MIDNIGHT;

    /**
     * @param days numbers as in {@link #DAYS}, from 0
     * @param to   not later than {@code from} where it is on the next day
     */
    public record Shift(Set<Integer> days, LocalTime from, LocalTime to) {

        private boolean beginsOn(LocalDate day) {
            return days.contains(day.getDayOfWeek().ordinal());
        }

        private boolean isOverMidnight() {
            return !to.isAfter(from);
        }
    }

    /**
     * @param hours    as in {@link #HOURS}
     * @param zone     the name of a time zone
     * @param holidays days without hours; may be empty
     * @throws IllegalArgumentException saying what is wrong with one of them
     */
    public static OpeningHours of(String hours, String zone, String holidays) {
        return new OpeningHours(shifts(hours), zone(zone), holidays(holidays));
    }

    /** @throws IllegalArgumentException naming what cannot be read */
    public static List<Shift> shifts(String hours) {
        List<Shift> shifts = new ArrayList<>();
        for (String entry : hours.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + entry.strip() + "' is not " + HOURS);
            }
            Set<Integer> days = days(matcher.group(1), matcher.group(2));
            for (String fromTo : matcher.group(3).strip().split("\\s+")) {
                String[] times = fromTo.split("-");
                if (times[0].equals(times[1])) {
                    throw new IllegalArgumentException("'" + fromTo + "' has no length; a whole day is 00:00-24:00");
                }
                LocalTime to = times[1].equals("24:00") ? MIDNIGHT : LocalTime.parse(times[1]);
                shifts.add(new Shift(days, LocalTime.parse(times[0]), to));
            }
        }
        return shifts;
    }

    /** Those from one to another, around the end of the week if need be. */
    private static Set<Integer> days(String first, String last) {
        int end = DAYS.indexOf(last == null ? first : last);
        Set<Integer> days = new TreeSet<>(Set.of(end));
        for (int day = DAYS.indexOf(first); day != end; day = (day + 1) % DAYS.size()) {
            days.add(day);
        }
        return days;
    }

    /** @throws IllegalArgumentException where there is none of that name; none is taken for granted */
    public static ZoneId zone(String name) {
        String given = name.strip();
        if (!ZoneId.getAvailableZoneIds().contains(given)) {
            throw new IllegalArgumentException("'" + given + "' is not " + ZONE);
        }
        return ZoneId.of(given);
    }

    /** @throws IllegalArgumentException naming what is no day */
    public static Set<LocalDate> holidays(String days) {
        Set<LocalDate> holidays = new TreeSet<>();
        for (String day : days.isBlank() ? new String[0] : days.split(",", -1)) {
            try {
                holidays.add(LocalDate.parse(day.strip()));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("'" + day.strip() + "' is not " + HOLIDAYS, e);
            }
        }
        return holidays;
    }

    /** Whether the desk is open then. The end of its hours is not part of them. */
    public boolean isOpen(Instant when) {
        LocalDateTime there = LocalDateTime.ofInstant(when, zone);
        LocalDate today = there.toLocalDate();
        LocalTime time = there.toLocalTime();
        return shifts.stream()
                .anyMatch(shift -> isOn(shift, today)
                                && !time.isBefore(shift.from)
                                && (shift.isOverMidnight() || time.isBefore(shift.to))
                        || isOn(shift, today.minusDays(1)) && shift.isOverMidnight() && time.isBefore(shift.to));
    }

    private boolean isOn(Shift shift, LocalDate day) {
        return shift.beginsOn(day) && !holidays.contains(day);
    }
}
