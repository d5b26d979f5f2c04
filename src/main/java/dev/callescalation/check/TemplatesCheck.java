package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.TreeMap;

/**
 * Templates compile, and with sample values give JSON of the shape that Graph takes, in both dialects. Shapes and
 * sample values are in command-shapes.json; properties that an integrator adds are let through.
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
        for (SourceFile file : bundle.files().of(Kind.TEMPLATE)) {
            String name = FileSet.templateName(file);
            String dialect = name.substring(0, name.indexOf('/'));
            if (!shapes.path("dialects").has(dialect)) {
                findings.add(file.name(), 0, "there is no dialect '" + dialect + "'", "it is app or communications");
            } else if (file.text().isBlank()) {
                findings.add(file.name(), 0, "the file is empty", "write it, or remove the file");
            } else {
                render(file, dialect, texts, findings);
            }
        }
    }

    private void render(SourceFile file, String dialect, Map<String, String> texts, Findings findings) {
        JsonNode body;
        try {
            body = CommandTemplates.compile(FileSet.templateName(file), texts::get)
                    .apply(sample(dialect, file.baseName()));
        } catch (JsltException e) {
            compilation(file, e, findings);
            return;
        } catch (IllegalArgumentException e) {
            findings.add(
                    file.name(),
                    lineOf(file, "import "),
                    "it imports what is not there: " + e.getMessage(),
                    "there are " + String.join(", ", texts.keySet()));
            return;
        }
        JsonNode shape = shapes.path("dialects").path(dialect).path(file.baseName());
        if (!body.isObject()) {
            findings.add(file.name(), 0, "it gives " + body + " and no object", "begin with {");
        } else if (!shape.isMissingNode()) {
            for (ValidationMessage message :
                    schema(dialect + "/" + file.baseName(), shape).validate(body)) {
                shape(file, message, findings);
            }
        }
    }

    private static void compilation(SourceFile file, JsltException e, Findings findings) {
        String message = e.getMessageWithoutLocation() == null ? e.getMessage() : e.getMessageWithoutLocation();
        if (e.getSource() == null || e.getSource().equals(FileSet.templateName(file))) {
            findings.add(
                    file.name(),
                    Math.max(e.getLine(), 0),
                    "it does not compile: " + message.replaceAll("(?s)\\s*Was expecting.*", ""),
                    "check commas, brackets and quotes around this line");
        } else {
            findings.add(
                    file.name(), lineOf(file, "import "), "what it imports does not compile", "see " + e.getSource());
        }
    }

    private static void shape(SourceFile file, ValidationMessage message, Findings findings) {
        String place = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
        String property = message.getProperty() == null ? place.replaceFirst(".*\\.", "") : message.getProperty();
        String in = place.isEmpty() ? "" : " in " + place;
        String wrong = "required".equals(message.getType())
                ? "with sample values it gives no '" + property + "'" + in + ", which Graph requires"
                : "with sample values it gives something else than Graph takes: " + message.getMessage();
        findings.add(
                file.name(),
                lineOf(file, "\"" + property + "\""),
                wrong,
                "check the names of properties and variables; docs/variables.md lists the variables");
    }

    /** The line of the first mention, or 0. */
    private static int lineOf(SourceFile file, String text) {
        String[] lines = file.text().split("\\R");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].contains(text)) {
                return i + 1;
            }
        }
        return 0;
    }

    private JsonNode sample(String dialect, String command) {
        JsonNode samples = shapes.path("samples");
        if (samples.has(command)) {
            return samples.path(command);
        }
        ObjectNode values = samples.path("variables").deepCopy();
        return values.put("dialect", dialect).put("prefix", "/" + dialect);
    }

    private JsonSchema schema(String name, JsonNode shape) {
        return schemas.computeIfAbsent(
                name,
                any -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(shape));
    }
}
