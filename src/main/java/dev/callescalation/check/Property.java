package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A value in a YAML file, under the name that it has there.
 *
 * @param pointer where it is: {@code /0/route/from/steps/1/setBody}
 * @param value   a missing node where there is nothing
 */
public record Property(YamlFile file, String pointer, String name, JsonNode value) {

    /** What is below it: {@code at("parameters/name")}. */
    public Property at(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return new Property(file, pointer + "/" + path, last, find(path));
    }

    private JsonNode find(String path) {
        JsonNode found = value;
        for (String part : path.split("/")) {
            found = found.path(part);
        }
        return found;
    }

    /** The text, number or truth value below it as a text; empty where there is none. */
    String get(String path) {
        return find(path).asText();
    }

    /** The entries of a list, or the properties of an object. */
    public Stream<Property> children() {
        return value.isArray()
                ? IntStream.range(0, value.size()).mapToObj(i -> child(String.valueOf(i), value.get(i)))
                : value.properties().stream().map(entry -> child(entry.getKey(), entry.getValue()));
    }

    private Property child(String key, JsonNode child) {
        return new Property(file, pointer + "/" + key.replace("~", "~0").replace("/", "~1"), key, child);
    }

    /** Every property of every object below it, each before those that are below itself. */
    Stream<Property> below() {
        return children()
                .flatMap(child -> Stream.concat(Stream.of(child).filter(any -> value.isObject()), child.below()));
    }

    /** The line of the value, or of the nearest one around it that has a line; 1 and up. */
    int line() {
        return file.line(pointer);
    }

    /** {@code routes/joining.camel.yaml:12}. */
    String place() {
        return file.name() + ":" + line();
    }

    /** It as a text, empty where it is none. */
    String text() {
        return value.isTextual() ? value.asText() : "";
    }

    Stream<MatchResult> matches(Pattern pattern) {
        return text().isEmpty() ? Stream.empty() : pattern.matcher(text()).results();
    }

    /** The name of the Kamelet that this step calls, or empty. */
    String kamelet() {
        String uri = get("uri");
        return uri.startsWith("kamelet:") ? uri.substring("kamelet:".length()) : "";
    }

    Finding finding(String wrong, String instead) {
        return new Finding(file.name(), line(), wrong, instead);
    }
}
