package dev.callescalation.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Bodies of commands, one JSLT file per dialect and command: {@code templates/app/answer.jslt}. A template builds JSON
 * out of values, so nothing that a caller chose, a display name with quotes for one, can break out of its string.
 */
public final class CommandTemplates {

    private final Map<String, Expression> compiled = new HashMap<>();

    /** None yet: each version of the bundle has its own. */
    public CommandTemplates() {
        this(Map.of());
    }

    /**
     * These templates, also when the files they came from are changed.
     *
     * @param texts by dialect and name: {@code app/answer.jslt}
     * @throws JsltException when one does not compile, with its name and line
     */
    public CommandTemplates(Map<String, String> texts) {
        texts.keySet().forEach(name -> compiled.put(name, compile(name, texts::get)));
    }

    /**
     * The body of a command. A property whose value is null is left out; empty arrays stay.
     *
     * @param dialect {@code app} or {@code communications}
     * @param values  what the template can name: {@code .callerCallId}
     * @throws IllegalArgumentException when the template is missing, naming it
     */
    public JsonNode render(String dialect, String command, JsonNode values) {
        String name = dialect + "/" + command + ".jslt";
        return there(name, compiled.get(name)).apply(values);
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

    private static String text(String name, UnaryOperator<String> texts) {
        return there(name, texts.apply(name));
    }

    private static <T> T there(String name, T template) {
        if (template == null) {
            throw new IllegalArgumentException("There is no template " + name + ".");
        }
        return template;
    }
}
