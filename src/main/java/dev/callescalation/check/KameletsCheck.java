package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.SourceFile.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kamelets keep to their form, and routes give them what they need and nothing else. */
final class KameletsCheck {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9_-]+)}}");

    private final Parsed bundle;
    private final Findings findings;
    private final Map<String, YamlFile> kamelets;

    private KameletsCheck(Parsed bundle, Findings findings) {
        this.bundle = bundle;
        this.findings = findings;
        this.kamelets = bundle.kameletsByName();
    }

    static void check(Parsed bundle, Findings findings) {
        KameletsCheck check = new KameletsCheck(bundle, findings);
        bundle.kamelets().forEach(check::form);
        bundle.walk(check::use);
    }

    private void form(YamlFile file) {
        String name = file.at("/metadata/name").asText();
        if (!file.at("/kind").asText().equals("Kamelet")) {
            findings.add(file.name(), file.line("/kind"), "the kind is not Kamelet", "write kind: Kamelet");
        }
        if (!name.equals(file.source().baseName())) {
            findings.add(
                    file.name(),
                    file.line("/metadata/name"),
                    "the Kamelet is named '" + name + "', its file is not",
                    "write name: " + file.source().baseName() + ", or rename the file");
        }
        if (!file.at("/spec/template/from/steps").isArray()) {
            findings.add(
                    file.name(),
                    file.line("/spec/template"),
                    "there are no steps in it",
                    "add spec.template.from.steps");
        }
        Set<String> declared = names(file.at("/spec/definition/properties"));
        file.at("/spec/definition/required").forEach(required -> {
            if (!declared.contains(required.asText())) {
                findings.add(
                        file.name(),
                        file.line("/spec/definition/required"),
                        "'" + required.asText() + "' is required and not declared",
                        Suggestions.hint(required.asText(), declared, "add it to the properties"));
            }
        });
        file.walk("/spec/template", (pointer, property, value) -> {
            Matcher matcher = PLACEHOLDER.matcher(value.isTextual() ? value.asText() : "");
            while (matcher.find()) {
                if (!declared.contains(matcher.group(1))) {
                    findings.add(
                            file.name(),
                            file.line(pointer),
                            "the Kamelet has no property '" + matcher.group(1) + "'",
                            Suggestions.hint(matcher.group(1), declared, "it has " + String.join(", ", declared)));
                }
            }
        });
    }

    private void use(YamlFile file, String pointer, String property, JsonNode value) {
        String uri = value.path("uri").asText();
        if (!uri.startsWith("kamelet:") || uri.matches("kamelet:(source|sink)")) {
            return;
        }
        String name = uri.substring("kamelet:".length()).replaceFirst("[/?].*", "");
        YamlFile kamelet = kamelets.get(name);
        if (kamelet == null) {
            boolean broken = bundle.files().of(Kind.KAMELET).stream()
                    .anyMatch(source -> source.baseName().equals(name));
            boolean shipped = getClass().getResource("/kamelets/" + name + ".kamelet.yaml") != null;
            if (!broken && !shipped) {
                findings.add(
                        file.name(),
                        file.line(pointer + "/uri"),
                        "there is no Kamelet '" + name + "'",
                        Suggestions.hint(name, kamelets.keySet(), "there are " + String.join(", ", kamelets.keySet())));
            }
            return;
        }
        parameters(file, pointer + "/parameters", value.path("parameters"), kamelet);
        template(file, pointer + "/parameters", value.path("parameters"), name);
    }

    private void parameters(YamlFile file, String pointer, JsonNode given, YamlFile kamelet) {
        String name = kamelet.source().baseName();
        JsonNode declared = kamelet.at("/spec/definition/properties");
        given.properties().forEach(parameter -> {
            JsonNode property = declared.path(parameter.getKey());
            int line = file.line(pointer + "/" + parameter.getKey());
            if (property.isMissingNode()) {
                Set<String> known = names(declared);
                findings.add(
                        file.name(),
                        line,
                        "the Kamelet '" + name + "' has no parameter '" + parameter.getKey() + "'",
                        Suggestions.hint(parameter.getKey(), known, "it has " + String.join(", ", known)));
            } else if (!fits(
                    parameter.getValue().asText(), property.path("type").asText())) {
                findings.add(
                        file.name(),
                        line,
                        "'" + parameter.getKey() + "' is '"
                                + parameter.getValue().asText() + "'",
                        "it must be of type " + property.path("type").asText());
            }
        });
        kamelet.at("/spec/definition/required").forEach(required -> {
            if (!given.has(required.asText())) {
                findings.add(
                        file.name(),
                        file.line(pointer),
                        "the Kamelet '" + name + "' needs the parameter '" + required.asText() + "'",
                        "add " + required.asText() + ": under parameters");
            }
        });
    }

    private static boolean fits(String value, String type) {
        if (value.contains("{")) {
            return true;
        }
        return switch (type) {
            case "integer" -> value.matches("-?[0-9]+");
            case "boolean" -> value.matches("true|false");
            default -> true;
        };
    }

    /** A command has its body in a template for each dialect. */
    private void template(YamlFile file, String pointer, JsonNode given, String kamelet) {
        String named = given.path("template").asText(given.path("command").asText());
        if (!kamelet.equals("graph-command") || named.isEmpty() || named.contains("{") || named.equals("none")) {
            return;
        }
        Set<String> known = new TreeSet<>();
        bundle.files().of(Kind.TEMPLATE).forEach(template -> known.add(template.baseName()));
        for (String dialect : List.of("app", "communications")) {
            boolean there = bundle.files().of(Kind.TEMPLATE).stream()
                    .anyMatch(template -> template.name().endsWith("/" + dialect + "/" + named + ".jslt"));
            if (!there) {
                String key = given.has("template") ? "/template" : "/command";
                findings.add(
                        file.name(),
                        file.line(pointer + key),
                        "there is no template " + dialect + "/" + named + ".jslt",
                        known.contains(named)
                                ? "write it, as for the other dialect"
                                : Suggestions.hint(named, known, "write it, or say template: none"));
            }
        }
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
