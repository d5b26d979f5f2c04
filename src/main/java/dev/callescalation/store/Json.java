package dev.callescalation.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.MessageKind;
import dev.callescalation.graph.Command;
import java.util.List;

/** How records are written as text into the database, and read again. */
final class Json {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .addMixIn(Escalation.class, WithoutOrigin.class)
            .build();

    /** What an escalation began with does not change, so it is written once, into a column of its own. */
    private abstract static class WithoutOrigin {
        @JsonIgnore
        abstract Escalation.Origin origin();
    }

    private record Payload(JsonNode message, List<String> bodies) {}

    private Json() {}

    static String state(Escalation escalation) {
        return write(escalation);
    }

    static String origin(Escalation escalation) {
        return write(escalation.origin());
    }

    static Escalation escalation(String state, String origin) {
        return read(state, Escalation.class).withOrigin(read(origin, Escalation.Origin.class));
    }

    /** An entry without its payload. */
    static String entry(JournalEntry entry) {
        return write(entry.withoutPayload());
    }

    /** What is left out there; null when it is nothing. */
    static String payload(JournalEntry entry) {
        List<String> bodies = entry.commands().stream().map(Command::body).toList();
        boolean nothing = entry.message().isMissingNode() && bodies.stream().allMatch(String::isEmpty);
        return nothing ? null : write(new Payload(entry.message(), bodies));
    }

    /** The entry with as much of its payload as is kept; null for none. */
    static JournalEntry entry(String text, String payload) {
        JournalEntry entry = read(text, JournalEntry.class);
        if (payload == null) {
            return entry.withoutPayload();
        }
        Payload kept = read(payload, Payload.class);
        JsonNode message = kept.message().isNull() ? MissingNode.getInstance() : kept.message();
        return entry.withPayload(message, kept.bodies());
    }

    static String command(Command command) {
        return write(command);
    }

    static Command command(String text) {
        return read(text, Command.class);
    }

    /** A message of a dead letter. */
    static String message(Object message) {
        return write(message);
    }

    static Object message(MessageKind kind, String text) {
        return text == null ? null : read(text, kind.type());
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + value.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The store holds a " + type.getSimpleName() + " that cannot be read", e);
        }
    }
}
