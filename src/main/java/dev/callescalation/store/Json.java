package dev.callescalation.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.MessageKind;
import dev.callescalation.graph.Command;
import java.util.List;

/** Writes records as JSON for the database, and reads them again. */
final class Json {

    private static final JsonSetter.Value EMPTY_IF_MISSING = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

    /** Empty and default values are left out, and times are milliseconds: less is written with each commit. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_DEFAULT, Include.ALWAYS))
            .withConfigOverride(
                    JsonNode.class,
                    json -> json.setInclude(JsonInclude.Value.construct(Include.NON_NULL, Include.ALWAYS)))
            .withConfigOverride(String.class, text -> text.setSetterInfo(EMPTY_IF_MISSING))
            .withConfigOverride(List.class, list -> list.setSetterInfo(EMPTY_IF_MISSING))
            .addMixIn(Escalation.Origin.class, WithoutOrigin.class)
            .addMixIn(JournalEntry.class, WithoutMessage.class)
            .build();

    private static final ObjectWriter SHORT = JSON.writer();
    private static final ObjectWriter EXACT = SHORT.without(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    /** What an escalation began with does not change, so it is written once, with the first entry of its journal. */
    private abstract static class WithoutOrigin {
        @JsonIgnore
        abstract JsonNode caller();

        @JsonIgnore
        abstract JsonNode incoming();
    }

    /** The message is deleted earlier than its entry, so it is in a column of its own. */
    private abstract static class WithoutMessage {
        @JsonIgnore
        abstract JsonNode message();
    }

    private record Payload(JsonNode message, List<String> bodies) {}

    private Json() {}

    /** A record; of an escalation without what it began with, of a journal entry without its message. */
    static String write(Object value) {
        return write(SHORT, value);
    }

    /** @throws IllegalStateException when it is no record of that type */
    static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The store holds a " + type.getSimpleName() + " that cannot be read", e);
        }
    }

    /** What an escalation began with; null when it is kept no more. */
    static String origin(Escalation escalation) {
        Escalation.Origin origin = escalation.origin();
        if (origin.incoming().isMissingNode()) {
            return null;
        }
        ObjectNode began = JSON.createObjectNode();
        began.set("caller", origin.caller());
        began.set("incoming", origin.incoming());
        return write(began);
    }

    /** @param origin null when it is kept no more */
    static Escalation escalation(String state, String origin) {
        JsonNode began = origin == null ? MissingNode.getInstance() : read(origin, JsonNode.class);
        return read(state, Escalation.class).withPeople(began.path("caller"), began.path("incoming"));
    }

    /** An entry without its payload. */
    static String entry(JournalEntry entry) {
        return write(entry.withoutPayload());
    }

    /** The message and the bodies that the entry leaves out; null if there are none. */
    static String payload(JournalEntry entry) {
        List<String> bodies = entry.commands().stream().map(Command::body).toList();
        boolean nothing = entry.message().isMissingNode() && bodies.stream().allMatch(String::isEmpty);
        return nothing ? null : write(new Payload(entry.message(), bodies));
    }

    /** @param payload null if there is none, or if it is kept no more */
    static JournalEntry entry(String text, String payload) {
        JournalEntry entry = read(text, JournalEntry.class);
        if (payload == null) {
            return entry.withoutPayload();
        }
        Payload kept = read(payload, Payload.class);
        JsonNode message = kept.message().isNull() ? MissingNode.getInstance() : kept.message();
        return entry.withPayload(message, kept.bodies());
    }

    /** A message of a dead letter, with its times as exact as they were: it is decided on again. */
    static String message(Object message) {
        return write(EXACT, message);
    }

    static Object message(MessageKind kind, String text) {
        return text == null ? null : read(text, kind.type());
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + value.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }
}
