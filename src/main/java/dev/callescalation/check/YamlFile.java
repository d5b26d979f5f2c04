package dev.callescalation.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML file as a tree that knows its lines, read by the parser that Camel reads it with.
 *
 * @param lines      the line of each value, by JSON pointer: {@code /0/route/id}
 * @param properties every property of the file, as a walk through it meets them; each check of each edit walks
 */
public record YamlFile(SourceFile source, JsonNode root, Map<String, Integer> lines, List<Property> properties) {

    /** One property, and where its value is. */
    record Property(String pointer, String name, JsonNode value) {}

    /** Gets every property below a node. */
    @FunctionalInterface
    interface Visitor {

        /** @param pointer where the value is: {@code /0/route/from/steps/1/setBody} */
        void visit(String pointer, String name, JsonNode value);
    }

    public String name() {
        return source.name();
    }

    /** The line of a value, or of the nearest one around it that has a line. */
    public int line(String pointer) {
        String at = pointer;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return lines.getOrDefault(at, 1);
    }

    public JsonNode at(String pointer) {
        return root.at(JsonPointer.compile(pointer));
    }

    void walk(Visitor visitor) {
        properties.forEach(property -> visitor.visit(property.pointer, property.name, property.value));
    }

    void walk(String pointer, Visitor visitor) {
        walk(pointer, at(pointer), visitor);
    }

    private static void walk(String pointer, JsonNode node, Visitor visitor) {
        node.properties().forEach(property -> {
            String below = pointer + "/" + escape(property.getKey());
            visitor.visit(below, property.getKey(), property.getValue());
            walk(below, property.getValue(), visitor);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(pointer + "/" + i, node.get(i), visitor);
        }
    }

    /** Reads a file, or reports why it cannot be read and returns null. */
    public static YamlFile read(SourceFile source, Findings findings) {
        if (source.text().isBlank()) {
            findings.add(source.name(), 0, "the file is empty", "write it, or remove the file");
            return null;
        }
        YamlFile file = new YamlFile(source, null, new HashMap<>(), List.of());
        try {
            Iterator<Node> documents = new Compose(LoadSettings.builder()
                            .setLabel(source.name())
                            .setCodePointLimit(Integer.MAX_VALUE)
                            .build())
                    .composeAllFromString(source.text())
                    .iterator();
            if (!documents.hasNext()) {
                findings.add(source.name(), 1, "there is nothing but comments in it", "write it, or remove the file");
                return null;
            }
            JsonNode root = file.convert(documents.next(), "", findings);
            if (documents.hasNext()) {
                int line = line(documents.next());
                findings.add(source.name(), line, "a second document begins here", "remove the line of dashes");
                return null;
            }
            List<Property> properties = new ArrayList<>();
            walk("", root, (pointer, name, value) -> properties.add(new Property(pointer, name, value)));
            return new YamlFile(source, root, file.lines, properties);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> mark.getLine() + 1)
                    .orElse(0);
            findings.add(
                    source.name(),
                    line,
                    "this is no YAML: " + e.getProblem() + (e.getContext() == null ? "" : ", " + e.getContext()),
                    "check indentation, colons and quotes around this line");
        } catch (YamlEngineException e) {
            findings.add(source.name(), 0, "this is no YAML: " + e.getMessage(), "");
        }
        return null;
    }

    private JsonNode convert(Node node, String pointer, Findings findings) {
        lines.putIfAbsent(pointer, line(node));
        if (node.getAnchor().isPresent()) {
            findings.add(
                    name(), line(node), "an anchor (&) hides what is meant", "write it out where the * refers to it");
            return JsonNodeFactory.instance.missingNode();
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node entry : sequence.getValue()) {
                array.add(convert(entry, pointer + "/" + array.size(), findings));
            }
            return array;
        }
        if (node instanceof MappingNode mapping) {
            return convert(mapping, pointer, findings);
        }
        return scalar((ScalarNode) node);
    }

    private ObjectNode convert(MappingNode mapping, String pointer, Findings findings) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String below = pointer + "/" + escape(key);
            if (object.has(key)) {
                findings.add(
                        name(),
                        line(entry.getKeyNode()),
                        "'" + key + "' is here a second time (first in line " + line(below) + ")",
                        "keep one of them");
            }
            // the line of the key, where a reader expects the mistake
            lines.putIfAbsent(below, line(entry.getKeyNode()));
            object.set(key, convert(entry.getValueNode(), below, findings));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        if (Tag.INT.equals(node.getTag()) && text.matches("[-+]?[0-9]{1,18}")) {
            return JsonNodeFactory.instance.numberNode(Long.parseLong(text));
        }
        if (Tag.FLOAT.equals(node.getTag()) && text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) {
            return JsonNodeFactory.instance.numberNode(Double.parseDouble(text));
        }
        if (Tag.BOOL.equals(node.getTag())) {
            return JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(text));
        }
        return Tag.NULL.equals(node.getTag())
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.textNode(text);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
