package dev.callescalation.decision;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lists in settings, with a comma between two entries. Blanks around an entry, and empty entries, do not count. */
final class Lists {

    private Lists() {}

    static List<String> split(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** The same for what differs in the case of letters, or in blanks around it. */
    static String alike(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The entry with the highest hash of entry and value. So an entry that is added takes an equal share of the values
     * from each other one, those of one that is removed go to all others, and no other value moves.
     *
     * @param list not empty
     */
    static String chosen(List<String> list, String value) {
        return list.stream()
                .max(Comparator.<String>comparingLong(entry -> hash(entry + "\n" + alike(value)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static long hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
