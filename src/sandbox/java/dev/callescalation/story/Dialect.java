package dev.callescalation.story;

import java.util.Locale;

/** The forms in which Graph speaks, by the path under which it keeps calls. */
public enum Dialect {
    /** Today's. */
    COMMUNICATIONS("/communications"),
    /** Of the beta of 2018, as it was used. */
    APP("/app"),
    /** Of the beta of 2018, as it was documented. */
    APPLICATIONS("/applications/" + RunningBundle.APP_ID);

    private final String prefix;

    Dialect(String prefix) {
        this.prefix = prefix;
    }

    /** {@code communications}, {@code app} or {@code applications}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What stands before {@code /calls} in a path, such as {@code /communications}. */
    public String prefix() {
        return prefix;
    }

    /** @throws IllegalArgumentException for another word */
    public static Dialect of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether a prefix belongs to one of the two forms of 2018, which differ in nothing else. */
    static boolean isOld(String prefix) {
        return !prefix.equals(COMMUNICATIONS.prefix);
    }
}
