package dev.callescalation.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Conditions that compile and do not mean what they seem to: {@code &&} behind {@code ||}, words that can never match,
 * and time zones that do not exist.
 */
record ConditionsCheck(Parsed bundle, Findings findings) {

    private static final Pattern AND_OR = Pattern.compile("\\s(&&|\\|\\|)\\s");
    private static final Pattern LIST = Pattern.compile("}\\s*!?in\\s+('[^'{]*'|\"[^\"{]*\")");
    private static final Pattern ZONE = Pattern.compile("\\{date-with-timezone:[^:{}]+:([^:{}]+):");
    private static final String CONSTANT = "expression/constant/expression";

    void check() {
        bundle.texts().forEach(text -> {
            if (ExpressionsCheck.isConditionInSimple(text)) {
                order(text);
            }
            text.matches(LIST).forEach(list -> blanks(text, list.group(1)));
            text.matches(ZONE).map(zone -> zone.group(1)).forEach(zone -> zone(text, zone));
        });
        Vocabulary.FACTS.forEach((fact, vocabulary) -> compared(fact, vocabulary, Set.of()));
        Map<String, List<Property>> written = written();
        Vocabulary.POLICIES.forEach((variable, vocabulary) -> policy(variable, vocabulary, written));
    }

    /** Camel reads from left to right: what is in front of an && is one condition, each || in it included. */
    private void order(Property text) {
        StringBuilder plain = new StringBuilder(text.text());
        // without what is in quotes
        Matcher quoted = Pattern.compile("'[^']*'|\"[^\"]*\"").matcher(text.text());
        while (quoted.find()) {
            plain.replace(quoted.start(), quoted.end(), "x".repeat(quoted.end() - quoted.start()));
        }
        boolean or = false;
        for (String operator :
                AND_OR.matcher(plain).results().map(found -> found.group(1)).toList()) {
            if (or && operator.equals("&&")) {
                String wrong = "&& behind || holds for all that is in front of it: Camel reads from left to right";
                findings.add(text, wrong, "write a row of its own, a further when, for each side of the ||");
                return;
            }
            or |= operator.equals("||");
        }
    }

    private void blanks(Property text, String list) {
        String plain = list.replaceAll("\\s*,\\s*", ",").replaceAll("^(.)\\s+|\\s+(.)$", "$1$2");
        if (!plain.equals(list)) {
            findings.add(text, "a blank in the list " + list + " is a part of the word beside it", "write " + plain);
        }
    }

    private void zone(Property text, String written) {
        String zone = bundle.settings().filled(written);
        if (!zone.contains("{") && !TimeZones.exists(zone)) {
            String instead = Suggestions.hint(zone, TimeZones.ALL, "it is one such as Europe/Berlin");
            findings.add(text, "there is no time zone '" + zone + "', and Java takes GMT for it", instead);
        }
    }

    /** @param more words that are none of the vocabulary and right all the same */
    private void compared(String variable, Vocabulary vocabulary, Set<String> more) {
        Comparisons.words(bundle, variable)
                .filter(word -> !word.isOneOf(Stream.concat(vocabulary.words().stream(), more.stream())))
                .filter(word -> vocabulary.misses(word.text()))
                .forEach(word -> never(word.at(), variable, word.text(), vocabulary, "is never"));
    }

    private void policy(String variable, Vocabulary vocabulary, Map<String, List<Property>> written) {
        List<Property> values = written.getOrDefault(variable, List.of());
        compared(variable, vocabulary, values.stream().map(Property::text).collect(Collectors.toSet()));
        Set<String> read =
                Comparisons.words(bundle, variable).map(Comparisons.Word::text).collect(Collectors.toSet());
        read.addAll(vocabulary.words());
        values.stream()
                .filter(value -> !read.contains(value.text().strip()))
                .forEach(value -> never(value, variable, value.text(), vocabulary, "must not be"));
    }

    private void never(Property at, String variable, String word, Vocabulary vocabulary, String is) {
        String instead = Suggestions.among(word, "it is one of", vocabulary.named());
        findings.add(at, "the variable '" + variable + "' " + is + " '" + word + "'", instead);
    }

    /** Constants that steps write into variables. */
    private Map<String, List<Property>> written() {
        return bundle.properties()
                .flatMap(step -> step.name().equals("variables") ? step.children() : Stream.of(step))
                .filter(step -> !step.get("name").isEmpty())
                .flatMap(step -> Stream.of(CONSTANT, "constant/expression", "constant", "expression/constant")
                        .map(step::at)
                        .filter(value ->
                                !value.text().isEmpty() && !value.text().contains("{"))
                        .map(value -> Map.entry(step.get("name"), value)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }
}
