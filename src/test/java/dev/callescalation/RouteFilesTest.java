package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every route file of the bundle keeps to. */
class RouteFilesTest {

    private static final JsonSchema SCHEMA = schema();

    static List<Path> routes() {
        return BundleFiles.routes();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void keepsToTheSchemaOfCamel(Path file) {
        assertThat(SCHEMA.validate(BundleFiles.yaml(file))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void isOneListWithoutAnchors(Path file) {
        String text = BundleFiles.text(file);
        assertThat(text).doesNotContain("\n---").doesNotContainPattern("(?m):\\s+[&*]\\w+\\s*$");
        assertThat(BundleFiles.yaml(file).isArray()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void namesTheSchemeAloneInAUri(Path file) {
        BundleFiles.walk(BundleFiles.yaml(file), (name, value) -> {
            if (name.equals("uri")
                    && !value.asText().startsWith("kamelet:")
                    && !value.asText().equals("direct:${body}")) {
                assertThat(value.asText()).as("%s: uri", file).matches("[a-z-]+");
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void saysAtTheTopWhatItIsFor(Path file) {
        assertThat(BundleFiles.text(file)).startsWith("# ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void hasATestClassOfItsName(Path file) {
        String name = file.getFileName().toString().replace(".camel.yaml", "");
        String type = Stream.of(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining("", "", "Test.java"));
        Path folder = Path.of("src/test/java/dev/callescalation");
        assertThat(folder.resolve(file.getParent()).resolve(type)).exists();
    }

    @Test
    void givesEveryRouteAnIdADescriptionAndItsFailures() {
        Set<String> configurations = BundleFiles.top("routeConfiguration").stream()
                .map(configuration -> configuration.path("id").asText())
                .collect(Collectors.toSet());
        for (JsonNode route : BundleFiles.top("route")) {
            String id = route.path("id").asText();
            assertThat(id).isNotEmpty();
            assertThat(route.path("description").asText()).as(id).isNotEmpty();
            assertThat(route.path("routeConfigurationId").asText()).as(id).isIn(configurations);
        }
    }

    @Test
    void namesEveryStepOnceAndAfterItsRoute() {
        Set<String> seen = new HashSet<>();
        for (JsonNode route : BundleFiles.top("route")) {
            String id = route.path("id").asText();
            assertThat(seen.add(id)).as("route id %s is unique", id).isTrue();
            BundleFiles.walk(route.path("from"), (name, value) -> {
                if (name.equals("id") && value.isTextual()) {
                    assertThat(value.asText()).startsWith(id + ".");
                    assertThat(seen.add(value.asText()))
                            .as("step id %s is unique", value)
                            .isTrue();
                }
            });
        }
    }

    @Test
    void leavesNoDirectNameWithoutARouteAndNoRouteUnreached() {
        Set<String> consumed = new TreeSet<>();
        Set<String> sent = new TreeSet<>(moments());
        for (JsonNode route : BundleFiles.top("route")) {
            JsonNode from = route.path("from");
            if (List.of("direct", "seda").contains(from.path("uri").asText())) {
                consumed.add(from.path("parameters").path("name").asText());
            }
            sent.addAll(targets(from.path("steps")));
        }
        BundleFiles.top("routeConfiguration").forEach(configuration -> sent.addAll(targets(configuration)));
        assertThat(sent).isEqualTo(consumed);
    }

    private static Set<String> targets(JsonNode steps) {
        Set<String> names = new TreeSet<>();
        BundleFiles.walk(steps, (name, value) -> {
            if (name.equals("to")
                    && List.of("direct", "seda").contains(value.path("uri").asText())) {
                names.add(value.path("parameters").path("name").asText());
            }
        });
        return names;
    }

    /** Moments are told by name. */
    private static Set<String> moments() {
        Set<String> names = new TreeSet<>();
        BundleFiles.top("route")
                .forEach(route -> BundleFiles.walk(route, (name, value) -> {
                    if (name.equals("moment")) {
                        names.add(value.asText());
                    }
                }));
        return names;
    }

    @Test
    void hasATemplateInBothDialectsForEveryCommand() {
        List<String> missing = new ArrayList<>();
        for (JsonNode route : BundleFiles.top("route")) {
            BundleFiles.walk(route, (name, value) -> {
                JsonNode parameters = value.path("parameters");
                if (value.path("uri").asText().equals("kamelet:graph-command")) {
                    String template = parameters
                            .path("template")
                            .asText(parameters.path("command").asText());
                    for (String dialect : List.of("app", "communications")) {
                        Path file = Path.of("templates", dialect, template + ".jslt");
                        if (!template.equals("none") && !Files.exists(file)) {
                            missing.add(file.toString());
                        }
                    }
                }
            });
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void describesEveryParameterOfAKamelet() {
        for (Path file : BundleFiles.kamelets()) {
            JsonNode kamelet = BundleFiles.yaml(file);
            assertThat(kamelet.path("metadata").path("name").asText() + ".kamelet.yaml")
                    .isEqualTo(file.getFileName().toString());
            kamelet.path("spec")
                    .path("definition")
                    .path("properties")
                    .properties()
                    .forEach(property -> assertThat(property.getValue().properties())
                            .as("%s: %s", file, property.getKey())
                            .extracting(java.util.Map.Entry::getKey)
                            .contains("title", "description", "type", "example"));
        }
    }

    private static JsonSchema schema() {
        try (InputStream stream = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(stream);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
