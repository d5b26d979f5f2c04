package dev.callescalation.check;

import dev.callescalation.check.SettingRules.Mistake;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** One parameter of a Kamelet, and the values that it takes: those of its type, of its enum, and of its pattern. */
record KameletParameter(YamlFile kamelet, String name) {

    private static final String ALL = "/spec/definition/properties";
    private static final Set<String> TYPES =
            new TreeSet<>(Set.of("string", "integer", "number", "boolean", "object", "array"));

    /** The names of the parameters that a file declares; of none where it is no Kamelet. */
    static Set<String> names(YamlFile kamelet) {
        return kamelet.at(ALL).children().map(Property::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private Property declared(String what) {
        return kamelet.at(ALL + "/" + name + "/" + what);
    }

    private String says(String what) {
        return declared(what).value().asText();
    }

    /** The value that counts where a route gives none, or empty. */
    String otherwise() {
        return says("default");
    }

    /** The parameter is declared in a form that can be checked, and its default is a value that it takes. */
    void check(Settings settings, Findings findings) {
        String type = says("type");
        if (!type.isEmpty() && !TYPES.contains(type)) {
            String instead = Suggestions.among(type, "it is one of", TYPES);
            findings.add(declared("type"), "'" + type + "' is not a type", instead);
        }
        Property words = declared("enum");
        if (!words.value().isMissingNode() && !words.value().isArray()) {
            findings.add(words, "the enum of '" + name + "' is not a list", "write one value a line, after a dash");
            return;
        }
        try {
            Pattern.compile(says("pattern"));
        } catch (PatternSyntaxException e) {
            String wrong = "the pattern of '" + name + "' is not a regular expression: " + e.getDescription();
            findings.add(declared("pattern"), wrong, "check brackets and backslashes in " + e.getPattern());
            return;
        }
        Property byDefault = declared("default");
        if (!byDefault.value().isMissingNode()) {
            mistake(otherwise(), settings)
                    .ifPresent(mistake -> findings.add(byDefault, "by default " + mistake.wrong(), mistake.instead()));
        }
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
        Set<String> allowed = declared("enum")
                .children()
                .map(word -> word.value().asText())
                .collect(Collectors.toCollection(TreeSet::new));
        String instead = "";
        if (!hasType(value, says("type"))) {
            instead = "it must be of type " + says("type");
        } else if (!allowed.isEmpty() && !allowed.contains(value)) {
            instead = Suggestions.to(value, allowed)
                            .map(near -> "did you mean '" + near + "'? ")
                            .orElse("")
                    + "it must be one of " + String.join(", ", allowed);
        } else if (!fitsPattern(value)) {
            instead = pattern();
        }
        return Optional.of(new Mistake(is, instead))
                .filter(mistake -> !mistake.instead().isEmpty());
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
            return Pattern.compile(says("pattern")).matcher(value).find();
        } catch (PatternSyntaxException reportedInTheKamelet) {
            return true;
        }
    }

    /** What the pattern asks for, in the words of the Kamelet. */
    private String pattern() {
        return "it must match " + says("pattern")
                + (says("description").isEmpty() ? "" : ": " + says("description"))
                + (says("example").isEmpty() ? "" : " Example: " + says("example"));
    }
}
