package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Validates routes and Kamelets against the schema of Camel's YAML, and reports what the schema allows instead. Where
 * the schema allows one of many, a mistake in one of them breaks all: the deepest message is the one that helps.
 */
public final class SchemaCheck {

    /** Once in a program: Camel's takes a second. */
    private static final Map<String, JsonSchema> LOADED = new ConcurrentHashMap<>();

    private final JsonSchema schema;
    private final String whose;
    /** Texts that have passed: an edit changes one file of many. */
    private final Set<String> passed = new HashSet<>();

    /** Camel's schema of routes. */
    SchemaCheck() {
        this("/schema/camelYamlDsl.json", "Camel wants it");
    }

    /**
     * @param resource a schema of draft 4, on the class path
     * @param whose    in messages: "is not as …"
     */
    public SchemaCheck(String resource, String whose) {
        this.schema = LOADED.computeIfAbsent(resource, SchemaCheck::load);
        this.whose = whose;
    }

    private static JsonSchema load(String resource) {
        try (InputStream stream = SchemaCheck.class.getResourceAsStream(resource)) {
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                    .preloadJsonSchema(false)
                    .pathType(PathType.JSON_POINTER)
                    .build();
            // a note in the schema, not a rule
            JsonMetaSchema rules = JsonMetaSchema.builder(JsonMetaSchema.getV4())
                    .keyword(new NonValidationKeyword("deprecated"))
                    .build();
            return JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4))
                    .metaSchema(rules)
                    .defaultMetaSchemaIri(rules.getIri())
                    .build()
                    .getSchema(stream, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void check(Parsed bundle, Findings findings) {
        Set<String> passedNow = new HashSet<>();
        for (YamlFile file : bundle.routes()) {
            check(file, file.root(), "", passedNow, findings);
        }
        for (YamlFile file : bundle.kamelets()) {
            JsonNode from = file.at("/spec/template/from");
            JsonNode asRoutes = JsonNodeFactory.instance
                    .arrayNode()
                    .add(JsonNodeFactory.instance.objectNode().set("from", from));
            check(file, asRoutes, "/spec/template", passedNow, findings);
        }
        passed.clear();
        passed.addAll(passedNow);
    }

    /** Validates one whole file. */
    public void check(YamlFile file, Findings findings) {
        for (List<ValidationMessage> mistake : byMistake(schema.validate(file.root()))) {
            report(file, file.root(), "", mistake, findings);
        }
    }

    private void check(YamlFile file, JsonNode tree, String prefix, Set<String> passedNow, Findings findings) {
        String text = file.source().text();
        Set<ValidationMessage> messages = passed.contains(text) ? Set.of() : schema.validate(tree);
        if (messages.isEmpty()) {
            passedNow.add(text);
        }
        for (List<ValidationMessage> mistake : byMistake(messages)) {
            report(file, tree, prefix, mistake, findings);
        }
    }

    /** Messages about the same place or one around it belong to one mistake; of these the deepest are kept. */
    private static List<List<ValidationMessage>> byMistake(Set<ValidationMessage> messages) {
        List<List<ValidationMessage>> mistakes = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        List<String> places = messages.stream()
                .map(message -> message.getInstanceLocation().toString())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String place : places) {
            if (seen.stream().noneMatch(deeper -> deeper.startsWith(place + "/"))) {
                mistakes.add(messages.stream()
                        .filter(message ->
                                message.getInstanceLocation().toString().equals(place))
                        .toList());
            }
            seen.add(place);
        }
        return mistakes;
    }

    private void report(
            YamlFile file, JsonNode tree, String prefix, List<ValidationMessage> mistake, Findings findings) {
        String place = mistake.get(0).getInstanceLocation().toString();
        String pointer = prefix.isEmpty() ? place : prefix + place.replaceFirst("^/0", "");
        JsonNode node = tree.at(place);
        String name = lastWord(place);
        Set<String> wanted = properties(mistake, "required");
        Set<String> strange = properties(mistake, "additionalProperties");
        if (!wanted.isEmpty() && strange.isEmpty() && node.isObject()) {
            node.fieldNames().forEachRemaining(strange::add);
            strange.removeIf(field -> !Suggestions.to(field, wanted).isPresent());
        }
        if (!strange.isEmpty()) {
            for (String field : strange) {
                Set<String> known = new TreeSet<>(wanted);
                mistake.forEach(message -> known.addAll(known(message)));
                node.fieldNames().forEachRemaining(known::remove);
                findings.addBySchema(
                        file.name(),
                        file.line(pointer + "/" + field),
                        "'" + name + "' knows no '" + field + "'",
                        Suggestions.hint(field, known, "it knows " + list(known)));
            }
            return;
        }
        Set<String> words = words(mistake);
        if (!words.isEmpty() && node.isTextual()) {
            String wrong = "'" + name + "' is '" + node.asText() + "'";
            findings.addBySchema(
                    file.name(),
                    file.line(pointer),
                    wrong,
                    Suggestions.hint(node.asText(), words, "it must be one of " + String.join(", ", words)));
            return;
        }
        findings.addBySchema(
                file.name(), file.line(pointer), wrong(name, node, mistake, wanted), instead(node, mistake, wanted));
    }

    /** The words that the schema has for a value, where a message is about them. */
    private Set<String> words(List<ValidationMessage> mistake) {
        Set<String> words = new TreeSet<>();
        mistake.stream()
                .filter(message -> "enum".equals(message.getType()))
                .forEach(message -> schema.getSchemaNode()
                        .at(message.getSchemaLocation().getFragment().toString())
                        .forEach(word -> words.add(word.asText())));
        return words;
    }

    private String wrong(String name, JsonNode node, List<ValidationMessage> mistake, Set<String> wanted) {
        if (!wanted.isEmpty() && node.isObject()) {
            return "'" + name + "' lacks " + (wanted.size() == 1 ? list(wanted) : "one of " + list(wanted));
        }
        if (node.isValueNode() && !node.isTextual() && mistake.stream().anyMatch(m -> expects(m, "string"))) {
            return "the value of '" + name + "' must be a text";
        }
        ValidationMessage first = mistake.stream()
                .filter(message -> !Set.of("oneOf", "anyOf", "not").contains(message.getType()))
                .findFirst()
                .orElse(mistake.get(0));
        return "'" + name + "' is not as " + whose + ": " + first.getMessage().replaceFirst("^[^ ]*: ", "");
    }

    private static String instead(JsonNode node, List<ValidationMessage> mistake, Set<String> wanted) {
        if (!wanted.isEmpty() && node.isObject()) {
            return "add it";
        }
        if (node.isValueNode() && !node.isTextual() && mistake.stream().anyMatch(m -> expects(m, "string"))) {
            return "put it in quotes: \"" + node.asText() + "\"";
        }
        if (node.isNull()) {
            return "it is empty; check the indentation";
        }
        if (mistake.stream().anyMatch(m -> expects(m, "array"))) {
            return "write it as a list, with a dash before each entry";
        }
        return "compare it with a neighbour of the same kind";
    }

    private static boolean expects(ValidationMessage message, String type) {
        return "type".equals(message.getType()) && message.getMessage().endsWith(type + " expected");
    }

    private static Set<String> properties(List<ValidationMessage> mistake, String type) {
        return mistake.stream()
                .filter(message -> type.equals(message.getType()) && message.getProperty() != null)
                .map(ValidationMessage::getProperty)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the schema knows at the place of a message. */
    private Set<String> known(ValidationMessage message) {
        Set<String> known = new TreeSet<>();
        String rule = message.getSchemaLocation().getFragment().toString();
        JsonNode around = schema.getSchemaNode().at(rule.substring(0, rule.lastIndexOf('/')));
        around.path("properties").fieldNames().forEachRemaining(known::add);
        return known;
    }

    private static String list(Set<String> words) {
        return words.stream().limit(12).collect(Collectors.joining(", ")) + (words.size() > 12 ? ", …" : "");
    }

    private static String lastWord(String place) {
        String[] parts = place.split("/");
        for (int i = parts.length - 1; i > 0; i--) {
            if (!parts[i].matches("[0-9]+")) {
                return parts[i];
            }
        }
        return "the file";
    }
}
