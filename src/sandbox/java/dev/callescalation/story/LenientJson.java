package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Holds JSON against what has to be in it: more may be there, lists have to be of the same length. */
final class LenientJson {

    private static final String ANY = "{any}";

    private final UnaryOperator<String> words;
    private final boolean containing;
    private final List<String> differences = new ArrayList<>();

    private LenientJson(UnaryOperator<String> words, boolean containing) {
        this.words = words;
        this.containing = containing;
    }

    /**
     * What differs, by JSON path: {@code $.participants[0].identity: expected …, came …}. Nothing when all is there.
     *
     * @param words fills in the words in braces
     */
    static List<String> differences(JsonNode expected, JsonNode actual, UnaryOperator<String> words) {
        LenientJson partly = new LenientJson(words, false);
        partly.compare("$", expected, actual);
        return partly.differences;
    }

    /** The same, where a text has to be contained only. */
    static List<String> differencesOfTexts(JsonNode expected, JsonNode actual) {
        LenientJson partly = new LenientJson(UnaryOperator.identity(), true);
        partly.compare("$", expected, actual);
        return partly.differences;
    }

    private void compare(String path, JsonNode expected, JsonNode actual) {
        boolean there = actual != null && !actual.isMissingNode() && !actual.isNull();
        if (expected.isMissingNode()
                || there && expected.isTextual() && expected.asText().equals(ANY)) {
            return;
        }
        if (expected.isNull()) {
            differ(path, !there, expected, actual);
        } else if (expected.isObject()) {
            differ(path, there && actual.isObject(), expected, actual);
            if (there && actual.isObject()) {
                expected.properties()
                        .forEach(property -> compare(
                                path + "." + property.getKey(), property.getValue(), actual.path(property.getKey())));
            }
        } else if (expected.isArray()) {
            boolean same = there && actual.isArray() && actual.size() == expected.size();
            differ(path, same, expected, actual);
            for (int i = 0; same && i < expected.size(); i++) {
                compare(path + "[" + i + "]", expected.get(i), actual.get(i));
            }
        } else if (expected.isTextual()) {
            String text = words.apply(expected.asText());
            boolean same = there
                    && actual.isTextual()
                    && (containing
                            ? actual.asText().contains(text)
                            : actual.asText().equals(text));
            if (!same) {
                differences.add(path + ": expected \"" + text + "\", came " + came(actual));
            }
        } else {
            differ(path, expected.equals(actual), expected, actual);
        }
    }

    private void differ(String path, boolean same, JsonNode expected, JsonNode actual) {
        if (!same) {
            differences.add(path + ": expected " + expected + ", came " + came(actual));
        }
    }

    private static String came(JsonNode actual) {
        return actual == null || actual.isMissingNode() ? "nothing" : actual.toString();
    }
}
