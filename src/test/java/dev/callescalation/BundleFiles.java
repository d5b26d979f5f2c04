package dev.callescalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The files of the bundle, read as they are. */
public final class BundleFiles {

    /** A description may be Yes or No, which Camel takes for words too. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();

    private BundleFiles() {}

    static List<Path> routes() {
        return all(Path.of("routes"), ".camel.yaml");
    }

    static List<Path> kamelets() {
        return all(Path.of("routes/kamelets"), ".kamelet.yaml");
    }

    static List<Path> templates() {
        return all(Path.of("templates"), ".jslt");
    }

    public static List<Path> all(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Routes, templates and settings, as a folder of their own.
     *
     * @param more files and folders of the bundle besides
     */
    public static void copyTo(Path folder, String... more) throws IOException {
        List<String> names = new ArrayList<>(List.of("routes", "templates", "application.properties"));
        names.addAll(List.of(more));
        for (String name : names) {
            copy(Path.of(name), folder.resolve(name));
        }
    }

    /** A file, or a folder with all that is in it. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Every node named {@code route} or {@code routeConfiguration} at the top of the files. */
    static List<JsonNode> top(String name) {
        List<JsonNode> found = new ArrayList<>();
        for (Path file : routes()) {
            yaml(file).forEach(entry -> {
                if (entry.has(name)) {
                    found.add(entry.get(name));
                }
            });
        }
        return found;
    }

    /** Calls the visitor with the name and the value of every property below a node. */
    static void walk(JsonNode node, BiConsumer<String, JsonNode> visitor) {
        node.properties().forEach(property -> {
            visitor.accept(property.getKey(), property.getValue());
            walk(property.getValue(), visitor);
        });
        if (node.isArray()) {
            node.forEach(entry -> walk(entry, visitor));
        }
    }
}
