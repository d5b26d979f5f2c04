package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.decision.Facts;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

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
            "tokenRefused",
            "tokenTenantId",
            "verdict");

    /** {@code ${setVariable(name, …)}}, a function of simple. */
    private static final Pattern IN_SIMPLE = Pattern.compile("\\{\\s*setVariable\\(\\s*['\"]?([\\w:-]+)");

    private static final Set<String> PROSE = Set.of("description", "note");

    private Variables() {}

    /** Gets one variable that a step writes, and where. */
    @FunctionalInterface
    interface Visitor {

        /** @param removed whether the step removes it; it removes all when the name is an asterisk */
        void visit(YamlFile file, String pointer, String variable, boolean removed);
    }

    static Set<String> setByTheProgram() {
        Set<String> names = new TreeSet<>(Facts.names());
        names.addAll(SET_OUTSIDE);
        return names;
    }

    static Set<String> facts() {
        return Facts.names();
    }

    /** What the Kamelet remember keeps: a later decision finds it as a variable. */
    static Set<String> remembered(Parsed bundle) {
        Set<String> names = new TreeSet<>();
        bundle.walk((file, pointer, name, value) -> {
            if (value.path("uri").asText().equals("kamelet:remember")) {
                names.add(value.at("/parameters/name").asText());
            }
        });
        return names;
    }

    /** Visits every step that writes a variable of the exchange. */
    static void written(Parsed bundle, Visitor visitor) {
        bundle.walk((file, pointer, name, value) -> {
            switch (name) {
                case "setVariable" -> name(file, pointer, value, "name", false, visitor);
                case "removeVariable" -> name(file, pointer, value, "name", true, visitor);
                case "convertVariableTo" ->
                    name(file, pointer, value, value.has("toName") ? "toName" : "name", false, visitor);
                case "setVariables" -> {
                    for (int i = 0; i < value.path("variables").size(); i++) {
                        name(
                                file,
                                pointer + "/variables/" + i,
                                value.path("variables").get(i),
                                "name",
                                false,
                                visitor);
                    }
                }
                case "variableReceive" -> visitor.visit(file, pointer, plain(value.asText()), false);
                default -> {
                    if (value.isTextual() && value.asText().contains("setVariable") && !PROSE.contains(name)) {
                        IN_SIMPLE
                                .matcher(value.asText())
                                .results()
                                .forEach(call -> visitor.visit(file, pointer, plain(call.group(1)), false));
                    }
                }
            }
        });
    }

    private static void name(
            YamlFile file, String pointer, JsonNode step, String property, boolean removed, Visitor visitor) {
        if (step.has(property)) {
            visitor.visit(
                    file, pointer + "/" + property, plain(step.path(property).asText()), removed);
        }
    }

    /** Camel takes {@code exchange:phase} for {@code phase}. */
    private static String plain(String name) {
        return name.replaceFirst("^exchange:", "");
    }
}
