package dev.callescalation.check;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Kamelet that a step calls: the one that it names, or one within that, which gets parameters of it passed on.
 *
 * @param step  the step of a route, or of a Kamelet that gives everything itself
 * @param inner the step that names the Kamelet; the same, unless it is within another Kamelet
 * @param given the parameters that are given, with the placeholders of settings filled in; what holds a brace is known
 *              only when a message comes
 */
record KameletCall(Parsed bundle, Property step, Property inner, Map<String, String> given) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9_-]+)}}");

    /** Deeper, Kamelets call each other. */
    private static final int DEEPEST = 8;

    /** Every call of that Kamelet in the files. */
    static Stream<KameletCall> of(Parsed bundle, String kamelet) {
        return bundle.properties()
                .flatMap(step -> of(bundle, step))
                .filter(call -> call.kamelet().equals(kamelet));
    }

    /** None for a step that calls none, and for one that passes a parameter of its own Kamelet on. */
    static Stream<KameletCall> of(Parsed bundle, Property step) {
        return passesOn(bundle, step) ? Stream.empty() : of(bundle, step, step, value -> value, DEEPEST);
    }

    private static Stream<KameletCall> of(
            Parsed bundle, Property step, Property inner, UnaryOperator<String> filled, int depth) {
        if (inner.kamelet().isEmpty()) {
            return Stream.empty();
        }
        Map<String, String> given = new TreeMap<>();
        inner.at("parameters")
                .children()
                .forEach(parameter -> given.put(
                        parameter.name(),
                        bundle.settings().filled(filled.apply(parameter.value().asText()))));
        KameletCall call = new KameletCall(bundle, step, inner, given);
        YamlFile kamelet = bundle.kameletsByName().get(inner.kamelet());
        Stream<KameletCall> within = kamelet == null || depth == 0
                ? Stream.empty()
                : kamelet.at("/spec/template")
                        .below()
                        .filter(next -> passesOn(bundle, next))
                        .flatMap(next -> of(bundle, step, next, call::filled, depth - 1));
        return Stream.concat(Stream.of(call), within);
    }

    private static boolean passesOn(Parsed bundle, Property step) {
        return bundle.kamelets().contains(step.file())
                && !step.kamelet().isEmpty()
                && step.at("parameters")
                        .children()
                        .anyMatch(parameter -> parameter
                                .matches(PLACEHOLDER)
                                .anyMatch(match ->
                                        KameletParameter.names(step.file()).contains(match.group(1))));
    }

    private String filled(String value) {
        return PLACEHOLDER
                .matcher(value)
                .replaceAll(match ->
                        Matcher.quoteReplacement(declares(match.group(1)) ? parameter(match.group(1)) : match.group()));
    }

    private boolean declares(String parameter) {
        YamlFile kamelet = bundle.kameletsByName().get(kamelet());
        return kamelet != null && KameletParameter.names(kamelet).contains(parameter);
    }

    String kamelet() {
        return inner.kamelet();
    }

    /** The value of a parameter: the default where none is given. */
    String parameter(String name) {
        YamlFile kamelet = bundle.kameletsByName().get(kamelet());
        String otherwise = kamelet == null ? "" : new KameletParameter(kamelet, name).otherwise();
        return given.getOrDefault(name, otherwise);
    }

    /** Where the step gives that parameter, or the step where it does not. */
    Property at(String parameter) {
        Property at = step.at("parameters/" + parameter);
        return at.value().isMissingNode() ? step.at("uri") : at;
    }
}
