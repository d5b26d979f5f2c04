package dev.callescalation.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Bodies of commands, one JSLT file per dialect and command: {@code templates/app/answer.jslt}. A template builds JSON
 * out of values, so nothing that a caller chose, a display name with quotes for one, can break out of its string.
 */
public final class CommandTemplates {

    private final Map<String, Expression> compiled = new ConcurrentHashMap<>();
    private UnaryOperator<String> texts = inFolder(Path.of("templates"));

    /** The templates of a folder, each read when it is first used. The folder is {@code templates}. */
    public CommandTemplates() {}

    /**
     * These templates, whatever happens to the files they came from.
     *
     * @param texts by dialect and name: {@code app/answer.jslt}
     * @throws JsltException when one does not compile, with its name and line
     */
    public CommandTemplates(Map<String, String> texts) {
        this.texts = texts::get;
        texts.keySet().forEach(name -> compiled.put(name, compile(name, this.texts)));
    }

    /** Where the templates are; relative to the working directory. */
    public void setFolder(String folder) {
        texts = inFolder(Path.of(folder));
        compiled.clear();
    }

    /**
     * The body of a command. A property whose value is null is left out; empty arrays stay.
     *
     * @param dialect {@code app} or {@code communications}
     * @param values  what the template can name: {@code .callerCallId}
     * @throws IllegalArgumentException when the template is missing or does not compile, naming it
     */
    public JsonNode render(String dialect, String command, JsonNode values) {
        return compiled.computeIfAbsent(dialect + "/" + command + ".jslt", this::compileFirst)
                .apply(values);
    }

    /**
     * Compiles one template, and what it imports.
     *
     * @param name  dialect and name: {@code app/answer.jslt}
     * @param texts gives the text of a template, null for one that there is not
     * @throws JsltException            when it does not compile, with name and line
     * @throws IllegalArgumentException when it, or what it imports, is missing
     */
    public static Expression compile(String name, UnaryOperator<String> texts) {
        return new Parser(new StringReader(text(name, texts)))
                .withSource(name)
                .withResourceResolver(imported -> new StringReader(text(imported, texts)))
                .withObjectFilter(". != null")
                .compile();
    }

    private Expression compileFirst(String name) {
        try {
            return compile(name, texts);
        } catch (JsltException e) {
            throw new IllegalArgumentException("The template " + name + " does not compile: " + e.getMessage(), e);
        }
    }

    private static String text(String name, UnaryOperator<String> texts) {
        String text = texts.apply(name);
        if (text == null) {
            throw new IllegalArgumentException("There is no template " + name + ".");
        }
        return text;
    }

    private static UnaryOperator<String> inFolder(Path folder) {
        return name -> {
            try {
                return Files.readString(folder.resolve(name));
            } catch (NoSuchFileException e) {
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
