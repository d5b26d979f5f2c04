package dev.callescalation.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** A YAML file as a tree that knows its lines, read by the parser that Camel reads it with. */
public final class YamlFile {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SourceFile source;
    private final Findings findings;
    /** The line of each value, by JSON pointer. */
    private final Map<String, Integer> lines = new HashMap<>();

    private JsonNode root;
    private List<Property> properties;

    private YamlFile(SourceFile source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    SourceFile source() {
        return source;
    }

    public String name() {
        return source.name();
    }

    public JsonNode root() {
        return root;
    }

    /** Every property of the file, as a walk through it meets them; each check of each edit asks for them. */
    List<Property> properties() {
        return properties;
    }

    /** @param pointer JSON pointer of a value: {@code /0/route/id} */
    public Property at(String pointer) {
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        return new Property(this, pointer, name, root.at(JsonPointer.compile(pointer)));
    }

    /** The line of a value, or of the nearest one around it that has a line. */
    public int line(String pointer) {
        String at = pointer;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return lines.getOrDefault(at, 1);
    }

    /** Reads a file, or reports why it cannot be read and returns null. */
    public static YamlFile read(SourceFile source, Findings findings) {
        return new YamlFile(source, findings).read();
    }

    private YamlFile read() {
        if (source.text().isBlank()) {
            return unread(0, "the file is empty", "write it, or remove the file");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name())
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            Iterator<Node> documents =
                    new Compose(settings).composeAllFromString(source.text()).iterator();
            if (!documents.hasNext()) {
                return unread(1, "there is nothing but comments in it", "write it, or remove the file");
            }
            root = convert(documents.next(), "");
            if (documents.hasNext()) {
                return unread(line(documents.next()), "a second document begins here", "remove the line of dashes");
            }
            properties = at("").below().toList();
            return this;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> mark.getLine() + 1)
                    .orElse(0);
            String context = e.getContext() == null ? "" : ", " + e.getContext();
            String instead = "check indentation, colons and quotes around this line";
            return unread(line, "this is no YAML: " + e.getProblem() + context, instead);
        } catch (YamlEngineException e) {
            return unread(0, "this is no YAML: " + e.getMessage(), "");
        }
    }

    private YamlFile unread(int line, String wrong, String instead) {
        findings.add(name(), line, wrong, instead);
        return null;
    }

    private JsonNode convert(Node node, String pointer) {
        lines.putIfAbsent(pointer, line(node));
        if (node.getAnchor().isPresent()) {
            String instead = "write it out where the * refers to it";
            findings.add(name(), line(node), "an anchor (&) hides what is meant", instead);
            return JSON.missingNode();
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.getValue().forEach(entry -> array.add(convert(entry, pointer + "/" + array.size())));
            return array;
        }
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.getValue().forEach(entry -> add(object, entry, pointer));
            return object;
        }
        return scalar((ScalarNode) node);
    }

    private void add(ObjectNode object, NodeTuple entry, String pointer) {
        String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        String below = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
        // the line of the key, where a reader expects the mistake
        int line = line(entry.getKeyNode());
        if (object.has(key)) {
            String wrong = "'" + key + "' is here a second time (first in line " + line(below) + ")";
            findings.add(name(), line, wrong, "keep one of them");
        }
        lines.putIfAbsent(below, line);
        object.set(key, convert(entry.getValueNode(), below));
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        if (Tag.INT.equals(node.getTag()) && text.matches("[-+]?[0-9]{1,18}")) {
            return JSON.numberNode(Long.parseLong(text));
        }
        if (Tag.FLOAT.equals(node.getTag()) && text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) {
            return JSON.numberNode(Double.parseDouble(text));
        }
        if (Tag.BOOL.equals(node.getTag())) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        return Tag.NULL.equals(node.getTag()) ? JSON.nullNode() : JSON.textNode(text);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
