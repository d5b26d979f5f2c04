package dev.callescalation.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.impl.FileSystemResourceResolver;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bodies of commands, one JSLT file per dialect and command: {@code templates/app/answer.jslt}. A template builds JSON
 * out of values, so nothing that a caller chose, a display name with quotes for one, can break out of its string.
 */
public final class CommandTemplates {

    private final Map<String, Expression> compiled = new ConcurrentHashMap<>();
    private Path folder = Path.of("templates");

    /** Where the templates are; relative to the working directory. */
    public void setFolder(String folder) {
        this.folder = Path.of(folder);
        compiled.clear();
    }

    /**
     * The body of a command. A property whose value is null is left out; empty arrays stay.
     *
     * @param dialect {@code app} or {@code communications}
     * @param values  what the template can name: {@code .callerCallId}
     * @throws IllegalArgumentException when the template is missing or does not compile, naming the file
     */
    public JsonNode render(String dialect, String command, JsonNode values) {
        return compiled.computeIfAbsent(dialect + "/" + command + ".jslt", this::compile)
                .apply(values);
    }

    private Expression compile(String name) {
        Path file = folder.resolve(name);
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return new Parser(reader)
                    .withSource(file.toString())
                    .withResourceResolver(new FileSystemResourceResolver(folder.toFile(), StandardCharsets.UTF_8))
                    .withObjectFilter(". != null")
                    .compile();
        } catch (IOException e) {
            throw new IllegalArgumentException("There is no template " + file + " for this command.", e);
        } catch (JsltException e) {
            throw new IllegalArgumentException("The template " + file + " does not compile: " + e.getMessage(), e);
        }
    }
}
