package dev.callescalation.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

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

    /**
     * Reads the body of a request.
     *
     * @param reader  one of those above
     * @param charset charset of the Content-Type; null or empty for JSON's own, UTF-8
     * @return a missing node for an empty body
     * @throws MalformedMessageException when the charset is not known, or the body is not one JSON value in it
     */
    public static JsonNode read(ObjectReader reader, byte[] body, String charset) {
        try {
            boolean ofItsOwn = charset == null || charset.isEmpty() || charset.equalsIgnoreCase("UTF-8");
            return ofItsOwn ? reader.readTree(body) : reader.readTree(new String(body, Charset.forName(charset)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new MalformedMessageException("The charset of the Content-Type is not known.");
        } catch (StreamConstraintsException e) {
            throw new MalformedMessageException("The body is nested too deep, or a number or name in it is too long.");
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException("The body is not valid JSON.");
        } catch (IOException e) {
            throw new MalformedMessageException("The body cannot be read as text.");
        }
    }
}
