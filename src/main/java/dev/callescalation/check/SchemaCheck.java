package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.callescalation.check.Findings.Rank;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Validates routes and Kamelets against the schema of Camel's YAML, and reports what the schema allows instead. Where
 * the schema allows one of many, a mistake in one of them breaks all: the deepest message is the one that helps.
 */
public final class SchemaCheck {

    /** Once in a program: Camel's takes a second. */
    private static final Map<String, JsonSchema> LOADED = new ConcurrentHashMap<>();

    private static final int MOST_LISTED = 12;

    private final JsonSchema schema;
    private final String whose;
    /** Files that have passed: an edit changes one of many. */
    private final Set<YamlFile> passed = Collections.newSetFromMap(new WeakHashMap<>());

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
        bundle.routes().forEach(file -> check(file, findings));
        for (YamlFile file : bundle.kamelets()) {
            JsonNode from = file.at("/spec/template/from").value();
            JsonNode asRoutes = JsonNodeFactory.instance
                    .arrayNode()
                    .add(JsonNodeFactory.instance.objectNode().set("from", from));
            check(file, asRoutes, "/spec/template", findings);
        }
    }

    /** Validates one whole file. */
    public void check(YamlFile file, Findings findings) {
        check(file, file.root(), "", findings);
    }

    /** @param prefix where in the file the first entry of the tree is */
    private void check(YamlFile file, JsonNode tree, String prefix, Findings findings) {
        Set<ValidationMessage> messages = passed.contains(file) ? Set.of() : withoutPlaceholders(schema.validate(tree));
        if (messages.isEmpty()) {
            passed.add(file);
        }
        byMistake(messages).forEach((place, mistake) -> {
            Property at = file.at(prefix.isEmpty() ? place : prefix + place.replaceFirst("^/0", ""));
            report(at, nameOf(place), mistake, findings);
        });
        // the schema lets it pass, and Camel's message names no cause
        file.properties().stream()
                .filter(each -> each.name().equals("expression") && each.value().isNull())
                .forEach(each -> findings.add(
                        Rank.SCHEMA,
                        each.finding("'expression' is empty", "indent what belongs to it, such as simple:, below it")));
    }

    /** A placeholder may hold a number or a truth value; whether it does, Camel finds when it builds the routes. */
    private static Set<ValidationMessage> withoutPlaceholders(Set<ValidationMessage> messages) {
        Set<String> places = messages.stream()
                .filter(message -> "type".equals(message.getType()))
                .filter(message -> message.getInstanceNode().asText().contains("{{"))
                .map(message -> message.getInstanceLocation() + "/")
                .collect(Collectors.toSet());
        return messages.stream()
                .filter(message ->
                        places.stream().noneMatch(place -> place.startsWith(message.getInstanceLocation() + "/")))
                .collect(Collectors.toSet());
    }

    /** Messages about the same place or one around it belong to one mistake; the deepest are kept, by place. */
    private static Map<String, List<ValidationMessage>> byMistake(Set<ValidationMessage> messages) {
        Map<String, List<ValidationMessage>> places = messages.stream()
                .collect(Collectors.groupingBy(
                        message -> message.getInstanceLocation().toString(), TreeMap::new, Collectors.toList()));
        Set<String> all = new TreeSet<>(places.keySet());
        places.keySet().removeIf(place -> all.stream().anyMatch(deeper -> deeper.startsWith(place + "/")));
        return places;
    }

    private void report(Property at, String name, List<ValidationMessage> mistake, Findings findings) {
        JsonNode node = at.value();
        Set<String> wanted = properties(mistake, "required");
        Set<String> strange = properties(mistake, "additionalProperties");
        if (!wanted.isEmpty() && strange.isEmpty()) {
            node.fieldNames().forEachRemaining(strange::add);
            strange.removeIf(field -> Suggestions.to(field, wanted).isEmpty());
        }
        if (strange.isEmpty()) {
            findings.add(Rank.SCHEMA, finding(at, name, mistake, wanted));
            return;
        }
        Set<String> known = new TreeSet<>(wanted);
        mistake.forEach(message -> known.addAll(known(message)));
        node.fieldNames().forEachRemaining(known::remove);
        for (String field : strange) {
            String instead = Suggestions.hint(field, known, "it knows " + list(known));
            findings.add(Rank.SCHEMA, at.at(field).finding("'" + name + "' knows no '" + field + "'", instead));
        }
    }

    private Finding finding(Property at, String name, List<ValidationMessage> mistake, Set<String> wanted) {
        JsonNode node = at.value();
        Set<String> words = mistake.stream()
                .filter(message -> "enum".equals(message.getType()))
                .flatMap(
                        message -> at(message.getSchemaLocation().getFragment()).valueStream())
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!words.isEmpty() && node.isTextual()) {
            String instead = Suggestions.among(node.asText(), "it must be one of", words);
            return at.finding("'" + name + "' is '" + node.asText() + "'", instead);
        }
        if (!wanted.isEmpty() && node.isObject()) {
            String lacks = (wanted.size() == 1 ? "" : "one of ") + list(wanted);
            return at.finding("'" + name + "' lacks " + lacks, "add it");
        }
        if (node.isValueNode() && !node.isTextual() && !node.isNull() && expects(mistake, "string")) {
            String instead = "put it in quotes: \"" + node.asText() + "\"";
            return at.finding("the value of '" + name + "' must be a text", instead);
        }
        ValidationMessage first = mistake.stream()
                .filter(message -> !Set.of("oneOf", "anyOf", "not").contains(message.getType()))
                .findFirst()
                .orElse(mistake.get(0));
        String instead = "compare it with a neighbour of the same kind";
        if (node.isNull()) {
            instead = "it is empty; check the indentation";
        } else if (expects(mistake, "array")) {
            instead = "write it as a list, with a dash before each entry";
        }
        return at.finding("'" + name + "' is not as " + whose + ": " + first.getError(), instead);
    }

    private static boolean expects(List<ValidationMessage> mistake, String type) {
        return mistake.stream()
                .anyMatch(message ->
                        "type".equals(message.getType()) && message.getMessage().endsWith(type + " expected"));
    }

    private static Set<String> properties(List<ValidationMessage> mistake, String type) {
        return mistake.stream()
                .filter(message -> type.equals(message.getType()) && message.getProperty() != null)
                .map(ValidationMessage::getProperty)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the schema knows at the place of a message. */
    private List<String> known(ValidationMessage message) {
        List<String> known = new ArrayList<>();
        at(message.getSchemaLocation().getFragment().getParent())
                .path("properties")
                .fieldNames()
                .forEachRemaining(known::add);
        return known;
    }

    private JsonNode at(JsonNodePath rule) {
        return schema.getSchemaNode().at(rule.toString());
    }

    private static String list(Set<String> words) {
        return words.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
                + (words.size() > MOST_LISTED ? ", …" : "");
    }

    /** The last name on the way to a place, which may be an entry of a list. */
    private static String nameOf(String place) {
        String name = place.replaceFirst("(/[0-9]+)+$", "");
        return name.isEmpty() ? "the file" : name.substring(name.lastIndexOf('/') + 1);
    }
}
