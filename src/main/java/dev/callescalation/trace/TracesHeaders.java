package dev.callescalation.trace;

import java.util.LinkedHashMap;
import java.util.Map;

/** Headers for the receiver of traces, as {@code <name>=<value>}, comma-separated. */
public final class TracesHeaders {

    private TracesHeaders() {}

    /** @throws IllegalArgumentException when they are written in another way; the message quotes none */
    public static Map<String, String> read(String headers) {
        Map<String, String> read = new LinkedHashMap<>();
        for (String header : headers.split(",")) {
            int equals = header.indexOf('=');
            String name = header.substring(0, Math.max(0, equals)).strip();
            if (header.isBlank()) {
                continue;
            }
            if (!name.matches("[\\w-]+")) {
                throw new IllegalArgumentException(
                        "calls.traces.headers must be <name>=<value>, with commas between several");
            }
            read.put(name, header.substring(equals + 1).strip());
        }
        return read;
    }
}
