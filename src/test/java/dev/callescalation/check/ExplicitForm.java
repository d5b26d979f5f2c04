package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form in which Kaoto writes what somebody has edited: no short forms, which Camel reads as well but Kaoto
 * rewrites. What takes an expression is read from Camel's own schema.
 */
final class ExplicitForm {

    private static final Pattern STEP = Pattern.compile(".*/steps/\\d+/([^/]+)");
    private static final Pattern BRANCH = Pattern.compile(".*/(when)/\\d+");
    private static final String EXPRESSION = "org.apache.camel.model.language.ExpressionDefinition";
    private static final JsonNode SCHEMA = schema();
    private static final Set<String> LANGUAGES = names(SCHEMA.path(EXPRESSION).path("properties"));
    private static final Set<String> INNER_EXPRESSIONS = innerExpressions();

    private final YamlFile file;
    private final Findings findings;

    private ExplicitForm(YamlFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    static void check(YamlFile file, Findings findings) {
        ExplicitForm form = new ExplicitForm(file, findings);
        form.checkTop();
        file.properties().forEach(each -> form.checkProperty(each.pointer(), each.name(), each.value()));
    }

    private void checkTop() {
        for (int i = 0; file.root().isArray() && i < file.root().size(); i++) {
            JsonNode entry = file.root().get(i);
            String pointer = "/" + i;
            if (entry.size() != 1 || !(entry.has("route") || entry.has("routeConfiguration"))) {
                find(pointer, "Kaoto draws a route and a routeConfiguration here, nothing else", "- route:");
            } else if (entry.elements().next().path("id").asText().isEmpty()) {
                find(pointer, "Kaoto makes up an id for what has none", "id:");
            }
            if (i > 0
                    && entry.has("routeConfiguration")
                    && file.root().get(i - 1).has("route")) {
                find(pointer, "Kaoto moves a routeConfiguration above the routes", "it there");
            }
        }
    }

    private void checkProperty(String pointer, String name, JsonNode value) {
        // an address that is an expression stays whole: what it is made of is known only when a message comes
        if (name.equals("uri") && !value.asText().matches("[a-z-]+(:\\$\\{[^?]+})?|kamelet:[a-z-]+")) {
            find(
                    pointer,
                    "Kaoto takes the uri " + value.asText() + " apart",
                    "the scheme alone, the rest in parameters:");
        }
        Matcher step = STEP.matcher(pointer);
        if (step.matches()) {
            checkStep(pointer, name, value);
        }
        if ((name.equals("expression") && value.isObject()) || INNER_EXPRESSIONS.contains(name)) {
            value.properties().stream()
                    .filter(language -> LANGUAGES.contains(language.getKey()))
                    .filter(language -> !language.getValue().isObject())
                    .forEach(language -> find(
                            pointer + "/" + language.getKey(), shortened(language.getKey()), "expression: below it"));
        }
        for (int i = 0; BRANCH.matcher(pointer + "/0").matches() && i < value.size(); i++) {
            checkBare(pointer + "/" + i, value.get(i));
        }
    }

    private void checkStep(String pointer, String name, JsonNode value) {
        if (!value.isObject()) {
            find(pointer, shortened(name), "its options below it");
            return;
        }
        String definition = SCHEMA.path("org.apache.camel.model.ProcessorDefinition")
                .path("properties")
                .path(name)
                .path("$ref")
                .asText();
        JsonNode rules = SCHEMA.path(definition.substring(definition.lastIndexOf('/') + 1));
        if (rules.path("anyOf").toString().contains(EXPRESSION + '"')) {
            checkBare(pointer, value);
        }
    }

    /** An expression stands below {@code expression:}, and not bare in its step. */
    private void checkBare(String pointer, JsonNode step) {
        step.fieldNames().forEachRemaining(field -> {
            if (LANGUAGES.contains(field)) {
                find(pointer + "/" + field, shortened(field), "expression: around it");
            }
        });
    }

    private static String shortened(String name) {
        return "'" + name + "' is in a short form, which Kaoto rewrites";
    }

    private void find(String pointer, String wrong, String instead) {
        findings.add(file.name(), file.line(pointer), wrong, "write " + instead);
    }

    private static Set<String> innerExpressions() {
        Set<String> names = new HashSet<>();
        SCHEMA.forEach(definition -> definition.path("properties").properties().forEach(property -> {
            if (property.getValue().path("$ref").asText().endsWith("ExpressionSubElementDefinition")) {
                names.add(property.getKey());
            }
        }));
        return names;
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new HashSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode schema() {
        try (InputStream stream = ExplicitForm.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return new ObjectMapper().readTree(stream).at("/items/definitions");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
