package dev.callescalation.check;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words that expressions compare a variable with: {@code ${variable.phase} in 'joining,moving'} has two. */
final class Comparisons {

    private static final Set<String> PROSE = Set.of("description", "note");

    private Comparisons() {}

    /** Gets one word that is compared, and where. */
    @FunctionalInterface
    interface Visitor {

        void visit(YamlFile file, String pointer, String word);
    }

    static void visit(Parsed bundle, String variable, Visitor visitor) {
        String named = "\\$\\{\\s*variable[.:]" + variable + "\\s*}";
        String quoted = "('[^']*'|\"[^\"]*\")";
        List<Pattern> comparisons = List.of(
                Pattern.compile(named + "\\s*(?:==|!=|=~|!=~|!?in\\b)\\s*" + quoted),
                Pattern.compile(quoted + "\\s*(?:==|!=|=~|!=~)\\s*" + named));
        bundle.walk((file, pointer, name, value) -> {
            if (!value.isTextual() || !value.asText().contains(variable) || PROSE.contains(name)) {
                return;
            }
            for (Pattern comparison : comparisons) {
                Matcher found = comparison.matcher(value.asText());
                while (found.find()) {
                    String words = found.group(1);
                    for (String word : words.substring(1, words.length() - 1).split(",")) {
                        visitor.visit(file, pointer, word.strip());
                    }
                }
            }
        });
    }
}
