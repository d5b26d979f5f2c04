package dev.callescalation.check;

import dev.callescalation.decision.Facts;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Variables of the exchange: those that the program sets, and the steps of routes that write one. */
final class Variables {

    /** By steps outside of a decision. */
    private static final Set<String> SET_OUTSIDE = Set.of(
            "attempt",
            "authorization",
            "command",
            "commandName",
            "commands",
            "format",
            "moment",
            "outcome",
            "repeatable",
            "sentAt",
            "tokenRefused",
            "tokenTenantId",
            "verdict");

    /** {@code ${setVariable(name, …)}}, a function of simple. */
    private static final Pattern IN_SIMPLE = Pattern.compile("\\{\\s*setVariable\\(\\s*['\"]?([\\w:-]+)");

    private Variables() {}

    /**
     * A step that writes a variable.
     *
     * @param at      what names the variable
     * @param removed whether the step removes it; it removes all when the name is an asterisk
     */
    record Write(Property at, String variable, boolean removed) {

        private static Write of(Property at, String name, boolean removed) {
            // Camel takes exchange:phase for phase
            return new Write(at, name.replaceFirst("^exchange:", ""), removed);
        }
    }

    static Set<String> setByTheProgram() {
        Set<String> names = new TreeSet<>(Facts.names());
        names.addAll(SET_OUTSIDE);
        return names;
    }

    /** All that have a value somewhere. What the Kamelet remember keeps, a later decision finds as a variable. */
    static Set<String> all(Parsed bundle) {
        Stream<String> written =
                written(bundle).filter(write -> !write.removed()).map(Write::variable);
        Stream<String> remembered = bundle.properties()
                .filter(step -> step.kamelet().equals("remember"))
                .map(step -> step.get("parameters/name"));
        return Stream.of(setByTheProgram().stream(), written, remembered)
                .flatMap(names -> names)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that templates of commands name. */
    static Set<String> ofTemplates(Parsed bundle) {
        return bundle.files().of(SourceFile.Kind.TEMPLATE).stream()
                .flatMap(file -> TemplateNames.of(file.text()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every step that writes a variable of the exchange. */
    static Stream<Write> written(Parsed bundle) {
        return bundle.properties().flatMap(Variables::written);
    }

    private static Stream<Write> written(Property step) {
        return switch (step.name()) {
            case "setVariable" -> named(step.at("name"), false);
            case "removeVariable" -> named(step.at("name"), true);
            case "convertVariableTo" -> named(step.at(step.value().has("toName") ? "toName" : "name"), false);
            case "setVariables" -> step.at("variables").children().flatMap(each -> named(each.at("name"), false));
            case "variableReceive" -> named(step, false);
            default ->
                Parsed.isProse(step)
                        ? Stream.empty()
                        : step.matches(IN_SIMPLE).map(call -> Write.of(step, call.group(1), false));
        };
    }

    private static Stream<Write> named(Property name, boolean removed) {
        return name.value().isMissingNode()
                ? Stream.empty()
                : Stream.of(Write.of(name, name.value().asText(), removed));
    }
}
