package dev.callescalation.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callescalation.check.YamlFile;

/** A story of a bundle as it was read: {@code scenarios/*.scenario.yaml}. */
public final class StoryFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final YamlFile file;

    StoryFile(YamlFile file) {
        this.file = file;
    }

    /** As in the folder of the bundle: {@code scenarios/busy-graph.scenario.yaml}. */
    public String name() {
        return file.name();
    }

    /** What is in it. Numbers are of the kinds that JSON from the network has. */
    public JsonNode root() {
        try {
            return JSON.readTree(file.root().toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written and read", e);
        }
    }

    /**
     * @param pointer JSON pointer of a value: {@code /then/phase}
     * @return its line, 1 and up, or that of the nearest value around it
     */
    public int line(String pointer) {
        return file.line(pointer);
    }
}
