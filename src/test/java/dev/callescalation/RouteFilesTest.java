package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every route file of the bundle keeps to, beyond what the check of the bundle asks of all. */
class RouteFilesTest {

    static List<Path> routes() {
        return BundleFiles.routes();
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
    void givesEveryRouteADescription() {
        for (JsonNode route : BundleFiles.top("route")) {
            assertThat(route.path("description").asText())
                    .as(route.path("id").asText())
                    .isNotEmpty();
        }
    }

    @Test
    void namesEveryStepAfterItsRoute() {
        for (JsonNode route : BundleFiles.top("route")) {
            String id = route.path("id").asText();
            BundleFiles.walk(route.path("from"), (name, value) -> {
                if (name.equals("id") && value.isTextual()) {
                    assertThat(value.asText()).startsWith(id + ".");
                }
            });
        }
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
}
