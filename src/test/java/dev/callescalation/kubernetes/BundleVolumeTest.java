package dev.callescalation.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.Programs;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.FileSet;
import dev.callescalation.check.SourceFile;
import dev.callescalation.editing.ConfigMapVolume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the bundle as ConfigMaps, and the volume that the pods have of them. */
class BundleVolumeTest {

    /** All annotations of an object together, in bytes. */
    private static final int ANNOTATIONS = 262_144;
    /** Data of a ConfigMap, in bytes. */
    private static final int DATA = 1_048_576;
    /** One map may grow by half before somebody has to divide it. */
    private static final double ROOM = 1.5;

    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        Manifests.copyTo(folder);
    }

    private void generate(String way) throws Exception {
        Programs.require("sh");
        Manifests.run(folder, "sh", "deploy/kubernetes/generate", way);
    }

    @Test
    void whatIsGeneratedIsUpToDate() throws Exception {
        // given
        boolean live = Files.readString(Path.of("kustomization.yaml")).contains("disableNameSuffixHash");
        // when
        generate(live ? "live" : "");
        // then
        for (String file : new String[] {"kustomization.yaml", "deploy/kubernetes/components/monitoring/rules.yaml"}) {
            assertThat(Files.readString(Path.of(file)))
                    .as("%s is stale: run deploy/kubernetes/generate", file)
                    .isEqualTo(Files.readString(folder.resolve(file)));
        }
    }

    /** Whether the maps have a hash in their names or not. */
    @ParameterizedTest
    @ValueSource(strings = {"", "live"})
    void theVolumeHoldsTheBundle(String way, @TempDir Path mount) throws Exception {
        // given
        generate(way);
        Manifests manifests = Manifests.render(folder);
        // when
        new ConfigMapVolume(mount).update(manifests.bundleFiles());
        // then
        assertThat(bundle(mount).all())
                .extracting(SourceFile::name)
                .containsExactlyElementsOf(
                        bundle(Path.of("")).all().stream().map(SourceFile::name).toList());
        assertThat(bundle(mount).hash()).isEqualTo(bundle(Path.of("")).hash());
    }

    private static FileSet bundle(Path folder) {
        return new BundleFolder(folder, "none", new Properties()).read();
    }

    @Test
    void aNewFileBelongsToTheVolumeOnceItIsListed() throws Exception {
        // given
        Files.writeString(folder.resolve("routes/policy/our-own.camel.yaml"), "[]\n");
        assertThat(Manifests.render(folder).bundleFiles()).doesNotContainKey("routes/policy/our-own.camel.yaml");
        // when
        generate("");
        // then
        assertThat(Manifests.render(folder).bundleFiles()).containsKey("routes/policy/our-own.camel.yaml");
    }

    @Test
    void anEditIsARolloutOrReachesThePodsThatRun() throws Exception {
        String policy = "routes/policy/moments.camel.yaml";
        // given
        generate("");
        JsonNode before = Manifests.render(folder).pod();
        generate("live");
        JsonNode liveBefore = Manifests.render(folder).pod();
        // when
        Files.writeString(folder.resolve(policy), "# edited\n" + Files.readString(folder.resolve(policy)));
        // then
        assertThat(Manifests.render(folder).pod()).isEqualTo(liveBefore);
        // when
        generate("");
        // then
        assertThat(Manifests.render(folder).pod()).isNotEqualTo(before);
        assertThat(Manifests.render(folder).all("ConfigMap"))
                .filteredOn(map -> map.at("/data/application.properties").isTextual())
                .allSatisfy(map -> assertThat(map.path("immutable").asBoolean()).isTrue());
    }

    /** What an integrator edits together arrives together. */
    @Test
    void policiesTemplatesAndSettingsAreInOneMap() throws Exception {
        for (JsonNode source : Manifests.render(folder).volume("bundle").at("/projected/sources")) {
            boolean policy = source.at("/configMap/name").asText().contains("-policy");
            assertThat(source.at("/configMap/items"))
                    .isNotEmpty()
                    .allSatisfy(item -> assertThat(item.path("path")
                                    .asText()
                                    .matches("application.properties|templates/.*|routes/policy/.*"))
                            .as(item.toString())
                            .isEqualTo(policy));
        }
    }

    /** kubectl keeps the whole map in an annotation of it. */
    @Test
    void eachMapIsFarBelowTheLimits() throws Exception {
        assertThat(Manifests.render(folder).all("ConfigMap"))
                .hasSizeGreaterThan(3)
                .allSatisfy(map -> {
                    ObjectNode applied = map.deepCopy();
                    ((ObjectNode) applied.path("metadata")).putObject("annotations");
                    int annotation = (applied + "\n").getBytes(StandardCharsets.UTF_8).length;
                    int data = map.path("data").properties().stream()
                            .mapToInt(entry -> entry.getKey().length()
                                    + entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length)
                            .sum();
                    String name = map.at("/metadata/name").asText();
                    assertThat(annotation * ROOM).as("annotation of " + name).isLessThan(ANNOTATIONS);
                    assertThat(data * ROOM).as("data of " + name).isLessThan(DATA);
                });
    }
}
