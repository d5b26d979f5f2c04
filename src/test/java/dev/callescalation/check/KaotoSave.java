package dev.callescalation.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * What a file becomes when Kaoto saves it. Kaoto reads a file into values of JavaScript by the core schema of YAML 1.2,
 * where {@code 007} is the number 7, and writes these, in its order of entries, with quotes only where a text would
 * be something else without. It keeps the comment lines above the first entry and no others. So does Kaoto 2.7.
 */
final class KaotoSave {

    /** Kaoto's order of what may stand at the top of a file; anything else comes last. */
    private static final List<String> ORDER = List.of(
            "restConfiguration",
            "rest",
            "errorHandler",
            "onException",
            "onCompletion",
            "intercept",
            "interceptFrom",
            "interceptSendToEndpoint",
            "routeConfiguration",
            "route",
            "beans");

    private KaotoSave() {}

    static String of(String text) {
        Object read =
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(text);
        Object values = inJavaScript(read);
        return new Dump(DumpSettings.builder()
                        .setSchema(new CoreSchema())
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(values instanceof List<?> entries ? inOrder(entries) : values);
    }

    /** The lines of comments that a save loses, with their texts. */
    static Map<Integer, String> lostComments(String text) {
        Map<Integer, String> lost = new TreeMap<>();
        boolean begun = false;
        LoadSettings withComments =
                LoadSettings.builder().setParseComments(true).build();
        for (Event event : new Parse(withComments).parseString(text)) {
            begun |= event.getEventId() == Event.ID.SequenceStart || event.getEventId() == Event.ID.MappingStart;
            if (begun && event instanceof CommentEvent comment) {
                comment.getStartMark()
                        .filter(mark -> !comment.getValue().isBlank())
                        .ifPresent(mark -> lost.put(mark.getLine() + 1, comment.getValue()));
            }
        }
        return lost;
    }

    /** Entries of one kind stay in the order in which they are. */
    static List<Object> inOrder(List<?> entries) {
        List<Object> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingInt(KaotoSave::rank));
        return sorted;
    }

    private static int rank(Object entry) {
        int rank = entry instanceof Map<?, ?> map && map.size() == 1
                ? ORDER.indexOf(map.keySet().iterator().next())
                : -1;
        return rank < 0 ? ORDER.size() : rank;
    }

    private static Object inJavaScript(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> converted = new LinkedHashMap<>();
            map.forEach((key, below) -> converted.put(inJavaScript(key), inJavaScript(below)));
            return converted;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(KaotoSave::inJavaScript).toList();
        }
        // all numbers of JavaScript have 53 bits, and a whole one is written without a point
        if (value instanceof Number number) {
            double asDouble = number.doubleValue();
            boolean whole = asDouble == Math.rint(asDouble) && Math.abs(asDouble) < 1e21;
            return whole ? new BigDecimal(Double.toString(asDouble)).toBigInteger() : (Object) asDouble;
        }
        return value;
    }
}
