package dev.callescalation.notification;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The keys of a telephone: one character here, a name such as {@code tone1} in Graph (resource type toneInfo). */
public final class Tones {

    private static final Map<String, String> SIGNS = Map.of("star", "*", "pound", "#", "flash", "!");
    private static final String LETTERS = "abcd";
    private static final String DIGIT = "tone";

    private static final Map<String, String> NAMES = names();

    private Tones() {}

    private static Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        SIGNS.forEach((name, sign) -> names.put(sign, name));
        LETTERS.chars().mapToObj(Character::toString).forEach(letter -> names.put(letter, letter));
        for (int digit = 0; digit <= 9; digit++) {
            names.put(String.valueOf(digit), DIGIT + digit);
        }
        return names;
    }

    /** The key that Graph names so; empty for none. */
    public static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String key = SIGNS.getOrDefault(lower, lower.replaceFirst("^" + DIGIT, ""));
        return NAMES.containsKey(key) ? key : "";
    }

    /** Graph's name of a key; null for what is none. */
    public static String name(String key) {
        return NAMES.get(key.toLowerCase(Locale.ROOT));
    }
}
