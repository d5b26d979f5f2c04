package dev.callescalation.check;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words that expressions compare a variable with: {@code ${variable.phase} in 'joining,moving'} has two. */
final class Comparisons {

    private static final String QUOTED = "('[^'{]*'|\"[^\"{]*\")";

    private Comparisons() {}

    /**
     * A word as it is compared.
     *
     * @param anyCase whether upper and lower case are the same
     */
    record Word(Property at, String text, boolean anyCase) {

        boolean isOneOf(Stream<String> known) {
            return known.anyMatch(each -> anyCase ? each.equalsIgnoreCase(text) : each.equals(text));
        }
    }

    /** @param visitor gets each expression with each word in it, without blanks around it */
    static void visit(Parsed bundle, String variable, BiConsumer<Property, String> visitor) {
        words(bundle, variable)
                .forEach(word ->
                        visitor.accept(word.at(), word.anyCase() ? word.text().toLowerCase(Locale.ROOT) : word.text()));
    }

    /** Each word in each expression, without blanks around it: ConditionsCheck finds those. */
    static Stream<Word> words(Parsed bundle, String variable) {
        String named = "\\$(?:simple)?\\{variable[.:]" + variable + "}";
        List<Pattern> comparisons = List.of(
                Pattern.compile(named + "\\s*(==|!=|=~|!=~|!?in\\b)\\s*" + QUOTED),
                Pattern.compile(QUOTED + "\\s*(==|!=|=~|!=~)\\s*" + named));
        return bundle.texts()
                .filter(text -> text.text().contains(variable))
                .flatMap(text -> comparisons.stream().flatMap(text::matches).flatMap(found -> words(text, found)));
    }

    private static Stream<Word> words(Property at, MatchResult found) {
        boolean first = found.group(1).matches("['\"].*");
        String words = found.group(first ? 1 : 2);
        boolean anyCase = found.group(first ? 2 : 1).endsWith("~");
        return Stream.of(words.substring(1, words.length() - 1).split(","))
                .map(word -> new Word(at, word.strip(), anyCase));
    }
}
