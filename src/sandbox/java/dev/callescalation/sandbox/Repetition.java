package dev.callescalation.sandbox;

/**
 * How often a fault strikes: a number of times and then never again, or for ever in a share of all cases.
 *
 * @param times   1 or more; without meaning when there is a percentage
 * @param percent 1 to 100, or 0 for "by times"
 */
public record Repetition(int times, int percent) {

    public static final Repetition ONCE = times(1);

    public Repetition {
        if (times < 1 || percent < 0 || percent > 100) {
            throw new IllegalArgumentException("times starts at 1 and percent lies between 1 and 100.");
        }
    }

    public static Repetition times(int times) {
        return new Repetition(times, 0);
    }

    public static Repetition percent(int percent) {
        return new Repetition(1, percent);
    }

    boolean byPercent() {
        return percent > 0;
    }
}
