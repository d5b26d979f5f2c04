package dev.callescalation.check;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The words that expressions compare a variable with: {@code ${variable.phase} in 'joining,moving'} has two. */
final class Comparisons {

    private Comparisons() {}

    /** @param visitor gets each expression with each word in it */
    static void visit(Parsed bundle, String variable, BiConsumer<Property, String> visitor) {
        String named = "\\$\\{\\s*variable[.:]" + variable + "\\s*}";
        String quoted = "('[^']*'|\"[^\"]*\")";
        List<Pattern> comparisons = List.of(
                Pattern.compile(named + "\\s*(?:==|!=|=~|!=~|!?in\\b)\\s*" + quoted),
                Pattern.compile(quoted + "\\s*(?:==|!=|=~|!=~)\\s*" + named));
        bundle.texts()
                .filter(text -> text.text().contains(variable))
                .forEach(text -> comparisons.stream()
                        .flatMap(text::matches)
                        .map(found -> found.group(1))
                        .forEach(words -> {
                            for (String word :
                                    words.substring(1, words.length() - 1).split(",")) {
                                visitor.accept(text, word.strip());
                            }
                        }));
    }
}
