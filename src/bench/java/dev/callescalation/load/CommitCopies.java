package dev.callescalation.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.uuid.Generators;
import dev.callescalation.escalation.EscalationStore.Commit;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Copies of the commits of one escalation, each with ids and times of its own. Records are copied by their components,
 * so the copies hold whatever an escalation consists of.
 */
final class CommitCopies {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String RISING_WITH_TIME = "7";

    private final List<Commit> original;
    private final Instant began;

    /** @param original the commits of one escalation, oldest first */
    CommitCopies(List<Commit> original) {
        this.original = original;
        began = original.get(0).after().origin().createdAt();
    }

    /** The commits of another escalation, which begins at that time. */
    List<Commit> copy(Instant begins) {
        Copy copy = new Copy(Duration.between(began, begins));
        return original.stream().map(commit -> (Commit) copy.of(commit)).toList();
    }

    private static final class Copy {

        private final Map<String, String> ids = new HashMap<>();
        private final Duration later;

        private Copy(Duration later) {
            this.later = later;
        }

        private Object of(Object value) {
            if (value instanceof String text) {
                return UUIDS.matcher(text).replaceAll(id -> ids.computeIfAbsent(id.group(), old -> newId(id.group(1))));
            }
            if (value instanceof Instant time) {
                return time.plus(later);
            }
            if (value instanceof List<?> list) {
                return list.stream().map(this::of).toList();
            }
            if (value instanceof JsonNode json && json.isContainerNode()) {
                return read(of(json.toString()).toString());
            }
            return value instanceof Record record ? ofComponents(record) : value;
        }

        private static String newId(String version) {
            UUID id = version.equals(RISING_WITH_TIME)
                    ? Generators.timeBasedEpochGenerator().generate()
                    : UUID.randomUUID();
            return id.toString();
        }

        private static JsonNode read(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private Object ofComponents(Record record) {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            Object[] values = new Object[components.length];
            try {
                for (int i = 0; i < components.length; i++) {
                    types[i] = components[i].getType();
                    components[i].getAccessor().setAccessible(true);
                    values[i] = of(components[i].getAccessor().invoke(record));
                }
                return record.getClass().getDeclaredConstructor(types).newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(record.getClass() + " cannot be copied", e);
            }
        }
    }
}
