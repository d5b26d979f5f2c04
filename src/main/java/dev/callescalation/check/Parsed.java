package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a bundle, read into trees. Files that cannot be read are reported and left out.
 *
 * @param entries  what is at the top of the files of routes: {@code route}, {@code routeConfiguration}, …;
 *                 {@code from} is a route without id
 * @param complete whether every file could be read
 */
public record Parsed(
        FileSet files,
        Settings settings,
        List<YamlFile> routes,
        List<YamlFile> kamelets,
        SortedMap<String, YamlFile> kameletsByName,
        List<Property> entries,
        boolean complete) {

    private static final Set<String> PROSE = Set.of("description", "note");

    /** @param trees files that were read before; gets those that are right, and forgets those that are gone */
    static Parsed of(FileSet files, Settings settings, Map<SourceFile, YamlFile> trees, Findings findings) {
        trees.keySet().retainAll(files.all());
        List<YamlFile> routes = parse(files, Kind.ROUTES, trees, findings);
        List<YamlFile> kamelets = parse(files, Kind.KAMELET, trees, findings);
        routes.stream()
                .filter(file -> !file.root().isArray())
                .forEach(file ->
                        findings.add(file.name(), 1, "the file is no list", "begin each entry with a dash: - route:"));
        List<Property> entries = routes.stream()
                .filter(file -> file.root().isArray())
                .flatMap(file -> file.at("").children().flatMap(Property::children))
                .toList();
        boolean complete = routes.size() == files.of(Kind.ROUTES).size()
                && kamelets.size() == files.of(Kind.KAMELET).size();
        SortedMap<String, YamlFile> byName = new TreeMap<>();
        kamelets.forEach(file -> byName.put(file.source().baseName(), file));
        return new Parsed(files, settings, routes, kamelets, byName, entries, complete);
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
        its.sorted().forEach(finding -> findings.add(Findings.Rank.UNREAD, finding));
        if (its.isEmpty()) {
            trees.put(source, file);
        }
        return file;
    }

    /** Entries at the top of the files: {@code entries("route")}. */
    Stream<Property> entries(String kind) {
        return entries.stream().filter(entry -> entry.name().equals(kind));
    }

    /** Every property of the routes, route configurations and Kamelets. */
    Stream<Property> properties() {
        return Stream.of(routes, kamelets).flatMap(List::stream).flatMap(file -> file.properties().stream());
    }

    /** Every text of them that is not for people only: names, expressions, addresses. */
    Stream<Property> texts() {
        return properties().filter(each -> each.value().isTextual() && !isProse(each));
    }

    /** Whether it is for people only. */
    static boolean isProse(Property property) {
        return PROSE.contains(property.name());
    }
}
