package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A story as {@code scenarios/README.md} describes it. Its file has passed the check. */
final class Story {

    private final StoryFile file;
    private final JsonNode root;

    Story(StoryFile file) {
        this.file = file;
        this.root = file.root();
    }

    /** {@code scenarios/busy-graph.scenario.yaml}. */
    String file() {
        return file.name();
    }

    int line(String pointer) {
        return file.line(pointer);
    }

    String description() {
        return root.path("description").asText();
    }

    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        given().path("settings")
                .properties()
                .forEach(setting ->
                        settings.put(setting.getKey(), setting.getValue().asText()));
        return settings;
    }

    List<Form> forms() {
        List<Form> forms = new ArrayList<>();
        given().path("forms").forEach(word -> forms.add(Form.of(word.asText()).orElseThrow()));
        return forms.isEmpty() ? List.of(Form.values()) : forms;
    }

    JsonNode given() {
        return root.path("given");
    }

    /** Empty where somebody simply calls the bot. */
    JsonNode steps() {
        return root.path("when");
    }

    JsonNode then() {
        return root.path("then");
    }

    /** How long is waited, for each step and for the end. */
    Duration within() {
        JsonNode given = then().path("withinMs");
        return given.isMissingNode() ? PlacedCall.PATIENCE : Duration.ofMillis(given.asLong());
    }
}
