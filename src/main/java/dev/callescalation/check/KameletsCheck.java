package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Kamelets keep to their form, and routes give them what they need and nothing else. */
record KameletsCheck(Parsed bundle, Findings findings) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9_-]+)}}");

    void check() {
        bundle.kamelets().forEach(this::form);
        bundle.properties()
                .filter(step -> !step.kamelet().matches("(source|sink)?"))
                .forEach(this::use);
    }

    private void form(YamlFile file) {
        String name = file.source().baseName();
        if (!file.at("/kind").value().asText().equals("Kamelet")) {
            findings.add(file.at("/kind"), "the kind is not Kamelet", "write kind: Kamelet");
        }
        Property named = file.at("/metadata/name");
        if (!named.value().asText().equals(name)) {
            String wrong = "the Kamelet is named '" + named.value().asText() + "', its file is not";
            findings.add(named, wrong, "write name: " + name + ", or rename the file");
        }
        Property template = file.at("/spec/template");
        if (!template.at("from/steps").value().isArray()) {
            findings.add(template, "there are no steps in it", "add spec.template.from.steps");
        }
        Set<String> declared = KameletParameter.names(file);
        Property required = file.at("/spec/definition/required");
        required.children()
                .map(each -> each.value().asText())
                .filter(each -> !declared.contains(each))
                .forEach(each -> findings.add(
                        required,
                        "'" + each + "' is required and not declared",
                        Suggestions.hint(each, declared, "add it to the properties")));
        declared.forEach(parameter -> new KameletParameter(file, parameter).check(bundle.settings(), findings));
        Set<String> known = new TreeSet<>(declared);
        template.at("beans").children().forEach(bean -> known.add(bean.get("name")));
        template.below()
                .forEach(property -> property.matches(PLACEHOLDER)
                        .map(match -> match.group(1))
                        .filter(parameter -> !known.contains(parameter))
                        .forEach(parameter -> findings.add(
                                property,
                                "the Kamelet has no property '" + parameter + "'",
                                Suggestions.among(parameter, "it has", declared))));
    }

    private void use(Property step) {
        String name = step.kamelet().replaceFirst("[/?].*", "");
        Map<String, YamlFile> kamelets = bundle.kameletsByName();
        if (kamelets.containsKey(name)) {
            parameters(step.at("parameters"), name, kamelets.get(name));
            return;
        }
        boolean broken = bundle.files().of(Kind.KAMELET).stream()
                .anyMatch(source -> source.baseName().equals(name));
        boolean shipped = getClass().getResource("/kamelets/" + name + ".kamelet.yaml") != null;
        if (!broken && !shipped) {
            String instead = Suggestions.among(name, "there are", kamelets.keySet());
            findings.add(step.at("uri"), "there is no Kamelet '" + name + "'", instead);
        }
    }

    private void parameters(Property given, String name, YamlFile kamelet) {
        Set<String> known = KameletParameter.names(kamelet);
        // the parameters of a Kamelet that uses another one are filled in where a route uses it
        Set<String> own = KameletParameter.names(given.file());
        given.children().forEach(parameter -> {
            String key = parameter.name();
            String value = parameter.value().asText();
            if (!known.contains(key)) {
                String wrong = "the Kamelet '" + name + "' has no parameter '" + key + "'";
                findings.add(parameter, wrong, Suggestions.among(key, "it has", known));
            } else if (PLACEHOLDER.matcher(value).results().noneMatch(match -> own.contains(match.group(1)))) {
                new KameletParameter(kamelet, key)
                        .mistake(value, bundle.settings())
                        .ifPresent(mistake -> findings.add(parameter, mistake.wrong(), mistake.instead()));
            }
        });
        kamelet.at("/spec/definition/required")
                .children()
                .map(required -> required.value().asText())
                .filter(required -> !given.value().has(required))
                .forEach(required -> findings.add(
                        given,
                        "the Kamelet '" + name + "' needs the parameter '" + required + "'",
                        "add " + required + ": under parameters"));
    }
}
