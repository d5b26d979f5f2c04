package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.schibsted.spt.data.jslt.JsltException;
import dev.callescalation.check.SourceFile.Kind;
import dev.callescalation.graph.CommandTemplates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Templates compile, name variables that something sets, and with sample values give JSON of the shape that Graph
 * takes, in both dialects. Shapes and sample values are in command-shapes.json; properties that an integrator adds are
 * let through.
 */
final class TemplatesCheck {

    private final JsonNode shapes = load();
    private final Map<String, JsonSchema> schemas = new TreeMap<>();

    private static JsonNode load() {
        try (InputStream stream = TemplatesCheck.class.getResourceAsStream("command-shapes.json")) {
            return new JsonMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void check(Parsed bundle, Findings findings) {
        Map<String, String> texts = bundle.files().templates();
        Set<String> variables = Variables.all(bundle);
        shapes.at("/samples/variables").fieldNames().forEachRemaining(variables::add);
        for (SourceFile file : bundle.files().of(Kind.TEMPLATE)) {
            String name = FileSet.templateName(file);
            String dialect = name.substring(0, name.indexOf('/'));
            if (!shapes.path("dialects").has(dialect)) {
                findings.add(file.name(), 0, "there is no dialect '" + dialect + "'", "it is app or communications");
            } else if (file.text().isBlank()) {
                findings.add(file.name(), 0, "the file is empty", "write it, or remove the file");
            } else {
                Set<String> missing = new TreeSet<>();
                render(file, dialect, sample(dialect, file.baseName(), missing), texts, findings);
                if (!shapes.path("samples").has(file.baseName())) {
                    missing.addAll(TemplateNames.of(file.text()));
                }
                missing.removeAll(variables);
                missing.stream()
                        .filter(any -> bundle.complete())
                        .forEach(variable -> findings.add(
                                file.name(),
                                lineOf(file, "\\." + variable + "\\b"),
                                "nothing sets the variable '" + variable + "'",
                                Suggestions.hint(variable, variables, "set it with setVariable in a route")));
            }
        }
    }

    private void render(
            SourceFile file, String dialect, JsonNode sample, Map<String, String> texts, Findings findings) {
        JsonNode body;
        try {
            body = CommandTemplates.compile(FileSet.templateName(file), texts::get)
                    .apply(sample);
        } catch (JsltException e) {
            findings.add(compilation(file, e));
            return;
        } catch (IllegalArgumentException e) {
            String wrong = "it imports what is not there: " + e.getMessage();
            findings.add(file.name(), lineOf(file, "import "), wrong, "there are " + String.join(", ", texts.keySet()));
            return;
        }
        JsonNode shape = shapes.path("dialects").path(dialect).path(file.baseName());
        if (!body.isObject()) {
            findings.add(file.name(), 0, "it gives " + body + " and no object", "begin with {");
        } else if (!shape.isMissingNode()) {
            schemas.computeIfAbsent(
                            dialect + "/" + file.baseName(),
                            any -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                                    .getSchema(shape))
                    .validate(body)
                    .forEach(message -> findings.add(shape(file, message)));
        }
    }

    private static Finding compilation(SourceFile file, JsltException e) {
        String message = e.getMessageWithoutLocation() == null ? e.getMessage() : e.getMessageWithoutLocation();
        if (e.getSource() == null || e.getSource().equals(FileSet.templateName(file))) {
            String wrong = "it does not compile: " + message.replaceAll("(?s)\\s*Was expecting.*", "");
            String instead = "check commas, brackets and quotes around this line";
            return new Finding(file.name(), Math.max(e.getLine(), 0), wrong, instead);
        }
        String wrong = "what it imports does not compile";
        return new Finding(file.name(), lineOf(file, "import "), wrong, "see " + e.getSource());
    }

    private static Finding shape(SourceFile file, ValidationMessage message) {
        String place = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
        String property = message.getProperty() == null ? place.replaceFirst(".*\\.", "") : message.getProperty();
        String in = place.isEmpty() ? "" : " in " + place;
        String wrong = "required".equals(message.getType())
                ? "gives no '" + property + "'" + in + ", which Graph requires"
                : "gives something else than Graph takes: " + message.getMessage();
        return new Finding(
                file.name(),
                lineOf(file, "\"" + Pattern.quote(property) + "\""),
                "with sample values it " + wrong,
                "check the names of properties and variables; docs/variables.md lists the variables");
    }

    /** The line of the first match, or 0. */
    private static int lineOf(SourceFile file, String pattern) {
        return file.line(line -> Pattern.compile(pattern).matcher(line).find());
    }

    /** @param missing gets the variables that the template asks for and the sample does not have */
    private JsonNode sample(String dialect, String command, Set<String> missing) {
        JsonNode samples = shapes.path("samples");
        if (samples.has(command)) {
            return samples.path(command);
        }
        return new Sample(samples.path("variables"), missing)
                .put("dialect", dialect)
                .put("prefix", "/" + dialect);
    }

    /** Sample values of variables. */
    @SuppressWarnings("unchecked") // of ObjectNode itself
    private static final class Sample extends ObjectNode {

        private static final long serialVersionUID = 1L;

        private final transient Set<String> missing;

        private Sample(JsonNode variables, Set<String> missing) {
            super(JsonNodeFactory.instance);
            this.missing = missing;
            setAll((ObjectNode) variables);
        }

        @Override
        public JsonNode get(String name) {
            JsonNode value = super.get(name);
            if (value == null) {
                missing.add(name);
            }
            return value;
        }
    }
}
