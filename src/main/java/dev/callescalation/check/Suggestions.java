package dev.callescalation.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the word that was probably meant. */
public final class Suggestions {

    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private Suggestions() {}

    /** {@code did you mean 'x'?}, or the other text when no known word is near. */
    public static String hint(String word, Collection<String> known, String otherwise) {
        return to(word, known).map(near -> "did you mean '" + near + "'?").orElse(otherwise);
    }

    /** {@code did you mean 'x'?}, or all known words behind such as {@code there are} when none is near. */
    public static String among(String word, String intro, Collection<String> known) {
        return hint(word, known, intro + " " + String.join(", ", known));
    }

    /** The nearest known word, if it differs in no more than a third of its letters. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(other -> distance(word, other) <= Math.max(2, word.length() / 3))
                .min(Comparator.<String>comparingInt(other -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String one, String other) {
        return DISTANCE.apply(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }
}
