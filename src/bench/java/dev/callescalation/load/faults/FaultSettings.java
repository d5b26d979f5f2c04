package dev.callescalation.load.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How the runs are played; each of them is a system property with {@code faults.} before it, with dashes.
 *
 * @param only         names of the runs to play; empty for all
 * @param escalations  calls in each run; 0 leaves it to the run
 * @param seed         of everything that is drawn by lot: another run with it draws the same
 * @param away         how long Graph is away, or the store locked
 * @param edits        how many edits there are, every second one of them wrong
 * @param inFlight     a request that arrives sooner after a 429 had left before the 429 came; it is longer where the
 *                     machine is seen to be slower
 * @param faketime     the library that lets a clock jump; empty for where Debian has it
 * @param javaOptions  of the bundle, as the README has them
 */
record FaultSettings(
        List<String> only,
        int escalations,
        long seed,
        Duration away,
        int edits,
        Duration inFlight,
        String faketime,
        List<String> javaOptions) {

    FaultSettings {
        only = List.copyOf(only);
        javaOptions = List.copyOf(javaOptions);
        if (escalations < 0 || edits < 0 || away.isNegative() || inFlight.isNegative()) {
            throw new IllegalArgumentException(
                    "faults.escalations, faults.edits, faults.away-seconds and faults.in-flight-ms must be 0 or more.");
        }
    }

    /**
     * Reads the system properties.
     *
     * @throws IllegalArgumentException that says which one is wrong
     */
    static FaultSettings read() {
        return new FaultSettings(
                Stream.of(text("only", "").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                Math.toIntExact(number("escalations", "0")),
                number("seed", String.valueOf(new Random().nextInt(1_000_000))),
                Duration.ofSeconds(number("away-seconds", "60")),
                Math.toIntExact(number("edits", "100")),
                Duration.ofMillis(number("in-flight-ms", "250")),
                text("faketime", ""),
                List.of(text("java-options", "-XX:+UseSerialGC -Xmx512m").split("\\s+")));
    }

    /** How many calls a run is to have that would have so many by itself. */
    int escalationsOr(int usual) {
        return escalations == 0 ? usual : escalations;
    }

    /** Maven hands over what nobody has set as an empty text. */
    private static String text(String name, String otherwise) {
        String value = System.getProperty("faults." + name, "");
        return value.isBlank() ? otherwise : value.strip();
    }

    private static long number(String name, String otherwise) {
        String value = text(name, otherwise);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("faults." + name + " is '" + value + "'; it must be a number.", e);
        }
    }
}
