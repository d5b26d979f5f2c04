package dev.callescalation.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.callescalation.BundleFiles;
import dev.callescalation.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What kubectl makes of a folder of deploy/kubernetes, or of the folder of the bundle. */
record Manifests(List<JsonNode> documents) {

    static final String NAME = "call-escalation";
    static final String PRODUCTION = "deploy/kubernetes/overlays/production";
    static final String TRY = "deploy/kubernetes/overlays/try";

    /** All that an overlay needs, in a folder that a test may change. */
    static void copyTo(Path folder) throws IOException {
        BundleFiles.copyTo(folder, "kustomization.yaml", "deploy", "ops");
    }

    /** Replaces a text that must be there. */
    static void replace(Path file, String old, String edited) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, edited));
    }

    /** Without kubectl the test is skipped, but not in CI. */
    static Manifests render(Path folder) throws IOException, InterruptedException {
        Programs.require("kubectl");
        String output = run(folder, Programs.find("kubectl").orElseThrow().toString(), "kustomize", ".");
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(output)) {
            return new Manifests(documents.readAll());
        }
    }

    /** What a command prints; it must end with 0. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        return output;
    }

    List<JsonNode> all(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    JsonNode one(String kind) {
        List<JsonNode> found = all(kind);
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    JsonNode pod() {
        return one("Deployment").at("/spec/template/spec");
    }

    JsonNode container() {
        assertThat(pod().path("containers")).hasSize(1);
        return pod().at("/containers/0");
    }

    /** Of the program: its variables, those of the ConfigMaps that it names included. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        container()
                .path("envFrom")
                .forEach(source -> configMap(source.at("/configMapRef/name").asText())
                        .path("data")
                        .properties()
                        .forEach(entry ->
                                environment.put(entry.getKey(), entry.getValue().asText())));
        container()
                .path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return environment;
    }

    JsonNode configMap(String name) {
        return all("ConfigMap").stream()
                .filter(map -> map.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no ConfigMap " + name));
    }

    JsonNode volume(String name) {
        for (JsonNode volume : pod().path("volumes")) {
            if (volume.path("name").asText().equals(name)) {
                return volume;
            }
        }
        throw new IllegalStateException("there is no volume " + name);
    }

    /** Files of the volume that is mounted over the bundle: texts by path, as the kubelet finds them. */
    Map<String, String> bundleFiles() {
        Map<String, String> files = new TreeMap<>();
        for (JsonNode source : volume("bundle").at("/projected/sources")) {
            JsonNode data = configMap(source.at("/configMap/name").asText()).path("data");
            for (JsonNode item : source.at("/configMap/items")) {
                JsonNode text = data.path(item.path("key").asText());
                assertThat(text.isTextual()).as(item.toString()).isTrue();
                assertThat(files.put(item.path("path").asText(), text.asText())).isNull();
            }
        }
        return files;
    }
}
