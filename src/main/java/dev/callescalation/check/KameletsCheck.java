package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.SourceFile.Kind;
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
        Set<String> named = new TreeSet<>(declared);
        file.at("/spec/template/beans")
                .forEach(bean -> named.add(bean.path("name").asText()));
        declared.forEach(parameter -> new KameletParameter(file, parameter).check(bundle.settings(), findings));
        file.walk("/spec/template", (pointer, property, value) -> {
            Matcher matcher = PLACEHOLDER.matcher(value.isTextual() ? value.asText() : "");
            while (matcher.find()) {
                if (!named.contains(matcher.group(1))) {
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
    }

    private void parameters(YamlFile file, String pointer, JsonNode given, YamlFile kamelet) {
        String name = kamelet.source().baseName();
        Set<String> known = names(kamelet.at("/spec/definition/properties"));
        // the parameters of a Kamelet that uses another one are filled in where a route uses it
        Set<String> own = names(file.at("/spec/definition/properties"));
        given.properties().forEach(parameter -> {
            String key = parameter.getKey();
            String value = parameter.getValue().asText();
            int line = file.line(pointer + "/" + key);
            if (!known.contains(key)) {
                findings.add(
                        file.name(),
                        line,
                        "the Kamelet '" + name + "' has no parameter '" + key + "'",
                        Suggestions.hint(key, known, "it has " + String.join(", ", known)));
            } else if (PLACEHOLDER.matcher(value).results().noneMatch(match -> own.contains(match.group(1)))) {
                new KameletParameter(kamelet, key)
                        .mistake(value, bundle.settings())
                        .ifPresent(mistake -> findings.add(file.name(), line, mistake.wrong(), mistake.instead()));
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

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
