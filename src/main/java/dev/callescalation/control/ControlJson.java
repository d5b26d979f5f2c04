package dev.callescalation.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How the control port writes JSON: for people, one line below the other, with a line break at the end. */
final class ControlJson {

    static final JsonMapper JSON = new JsonMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();
    private static final ObjectWriter LISTING =
            JSON.writer(new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

    private ControlJson() {}

    static String write(JsonNode view) {
        return write(PRETTY, view);
    }

    /** The same with a line for each entry of a list. */
    static String list(JsonNode view) {
        return write(LISTING, view);
    }

    private static String write(ObjectWriter writer, JsonNode view) {
        try {
            return writer.writeValueAsString(view) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON nodes cannot be written", e);
        }
    }
}
