package dev.callescalation.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads JSON that somebody else wrote: one value and nothing behind it. */
public final class StrictJson {

    /** Half of what can be written: what is read is shown inside other JSON, on the control port. */
    private static final int DEEPEST = 500;

    public static final ObjectReader READER = reader(DEEPEST);

    private StrictJson() {}

    /**
     * A reader that takes no JSON nested deeper than this.
     *
     * @param levels 1 to 500
     */
    public static ObjectReader reader(int levels) {
        if (levels < 1 || levels > DEEPEST) {
            throw new IllegalArgumentException("the depth of JSON must be from 1 to " + DEEPEST + ", not " + levels);
        }
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(levels)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .reader();
    }
}
