package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.SourceFile.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The files of a bundle, read into trees. Files that cannot be read are reported and left out. */
public record Parsed(
        FileSet files,
        Settings settings,
        List<YamlFile> routes,
        List<YamlFile> kamelets,
        List<RouteEntry> entries,
        boolean complete) {

    /**
     * A route, a route configuration or another entry at the top of a file.
     *
     * @param kind    as in the file: {@code route}, {@code routeConfiguration}, …; {@code from} is a route without id
     * @param pointer where the entry is in its file
     */
    record RouteEntry(YamlFile file, String kind, String pointer, JsonNode node) {

        String id() {
            return node.path("id").asText();
        }

        boolean isRoute() {
            return kind.equals("route");
        }

        int line() {
            return file.line(node.has("id") ? pointer + "/id" : pointer);
        }
    }

    /** @param trees files that were read before; gets those that are right, and forgets those that are gone */
    static Parsed of(FileSet files, Settings settings, Map<SourceFile, YamlFile> trees, Findings findings) {
        trees.keySet().retainAll(files.all());
        List<YamlFile> routes = parse(files, Kind.ROUTES, trees, findings);
        List<YamlFile> kamelets = parse(files, Kind.KAMELET, trees, findings);
        List<RouteEntry> entries = new ArrayList<>();
        for (YamlFile file : routes) {
            if (!file.root().isArray()) {
                findings.add(file.name(), 1, "the file is no list", "begin each entry with a dash: - route:");
            }
            for (int i = 0; i < file.root().size(); i++) {
                String pointer = "/" + i;
                file.at(pointer)
                        .properties()
                        .forEach(entry -> entries.add(new RouteEntry(
                                file, entry.getKey(), pointer + "/" + entry.getKey(), entry.getValue())));
            }
        }
        boolean complete = routes.size() == files.of(Kind.ROUTES).size()
                && kamelets.size() == files.of(Kind.KAMELET).size();
        return new Parsed(files, settings, routes, kamelets, entries, complete);
    }

    private static List<YamlFile> parse(FileSet files, Kind kind, Map<SourceFile, YamlFile> trees, Findings findings) {
        return files.of(kind).stream()
                .filter(source -> source.brokenAt() == 0)
                .map(source -> trees.containsKey(source) ? trees.get(source) : parse(source, trees, findings))
                .filter(Objects::nonNull)
                .toList();
    }

    private static YamlFile parse(SourceFile source, Map<SourceFile, YamlFile> trees, Findings findings) {
        Findings its = new Findings();
        YamlFile file = YamlFile.read(source, its);
        its.sorted().forEach(findings::addUnread);
        if (its.isEmpty()) {
            trees.put(source, file);
        }
        return file;
    }

    /** Kamelets by the name of their files. */
    Map<String, YamlFile> kameletsByName() {
        Map<String, YamlFile> byName = new TreeMap<>();
        kamelets.forEach(file -> byName.put(file.source().baseName(), file));
        return byName;
    }

    /**
     * The value of a parameter that a step gives to a Kamelet: its default where the step gives none, with the
     * placeholders of settings filled in. It holds a brace where it is known only when a message comes.
     *
     * @param kamelet or null where the bundle has none of that name
     */
    String parameter(YamlFile file, JsonNode given, YamlFile kamelet, String name) {
        String otherwise = kamelet == null ? "" : new KameletParameter(kamelet, name).otherwise();
        String value = given.path(name).asText(otherwise);
        // a Kamelet may pass parameters of its own on, whose names are no settings
        return kamelets.contains(file) ? value : settings.filled(value);
    }

    List<RouteEntry> entries(String kind) {
        return entries.stream().filter(entry -> entry.kind().equals(kind)).toList();
    }

    /** Visits every property of the routes, route configurations and Kamelets. */
    void walk(Walker walker) {
        for (List<YamlFile> some : List.of(routes, kamelets)) {
            some.forEach(file -> file.walk((pointer, name, value) -> walker.visit(file, pointer, name, value)));
        }
    }

    /** Gets every property of every file. */
    @FunctionalInterface
    interface Walker {

        void visit(YamlFile file, String pointer, String name, JsonNode value);
    }
}
