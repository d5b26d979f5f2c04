package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.SettingRules.Mistake;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One parameter of a Kamelet, and the values that it takes: those of its type, of its enum, and of its pattern. */
record KameletParameter(YamlFile kamelet, String name) {

    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "object", "array");

    String pointer() {
        return "/spec/definition/properties/" + name;
    }

    private JsonNode says(String what) {
        return kamelet.at(pointer()).path(what);
    }

    /** The value that counts where a route gives none, or empty. */
    String otherwise() {
        return says("default").asText("");
    }

    /** The parameter is declared in a form that can be checked, and its default is a value that it takes. */
    void check(Settings settings, Findings findings) {
        String type = says("type").asText("string");
        if (!TYPES.contains(type)) {
            String known = "it is one of " + String.join(", ", new TreeSet<>(TYPES));
            add(findings, "type", "'" + type + "' is not a type", Suggestions.hint(type, TYPES, known));
        }
        if (!says("enum").isMissingNode() && !says("enum").isArray()) {
            add(findings, "enum", "the enum of '" + name + "' is not a list", "write one value a line, after a dash");
            return;
        }
        try {
            Pattern.compile(says("pattern").asText());
        } catch (PatternSyntaxException e) {
            String wrong = "the pattern of '" + name + "' is not a regular expression: " + e.getDescription();
            add(findings, "pattern", wrong, "check brackets and backslashes in " + e.getPattern());
            return;
        }
        if (kamelet.at(pointer()).has("default")) {
            mistake(otherwise(), settings)
                    .ifPresent(mistake -> add(findings, "default", "by default " + mistake.wrong(), mistake.instead()));
        }
    }

    private void add(Findings findings, String at, String wrong, String instead) {
        findings.add(kamelet.name(), kamelet.line(pointer() + "/" + at), wrong, instead);
    }

    /**
     * What is wrong with a value, or nothing. A value with an expression, or with a placeholder that no setting fills,
     * is known only when a message comes.
     */
    Optional<Mistake> mistake(String written, Settings settings) {
        String value = settings.filled(written);
        if (value.contains("${") || value.contains("$simple{") || value.contains("{{")) {
            return Optional.empty();
        }
        String is = "'" + name + "' is '" + written + "'" + (value.equals(written) ? "" : ", which is '" + value + "'");
        String type = says("type").asText();
        if (!hasType(value, type)) {
            return Optional.of(new Mistake(is, "it must be of type " + type));
        }
        Set<String> allowed = new TreeSet<>();
        says("enum").forEach(word -> allowed.add(word.asText()));
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            String instead = "it must be one of " + String.join(", ", allowed);
            return Optional.of(new Mistake(
                    is,
                    Suggestions.to(value, allowed)
                                    .map(near -> "did you mean '" + near + "'? ")
                                    .orElse("")
                            + instead));
        }
        return fitsPattern(value) ? Optional.empty() : Optional.of(new Mistake(is, pattern()));
    }

    private static boolean hasType(String value, String type) {
        return switch (type) {
            case "integer" -> value.matches("-?[0-9]+");
            case "number" -> value.matches("-?[0-9]+(\\.[0-9]+)?");
            case "boolean" -> value.matches("true|false");
            default -> true;
        };
    }

    private boolean fitsPattern(String value) {
        try {
            return Pattern.compile(says("pattern").asText()).matcher(value).find();
        } catch (PatternSyntaxException reportedInTheKamelet) {
            return true;
        }
    }

    /** What the pattern asks for, in the words of the Kamelet. */
    private String pattern() {
        String example = says("example").asText();
        return "it must match " + says("pattern").asText()
                + (says("description").asText().isEmpty()
                        ? ""
                        : ": " + says("description").asText())
                + (example.isEmpty() ? "" : " Example: " + example);
    }
}
