package dev.callescalation.server;

import io.vertx.core.http.HttpServerRequest;

/**
 * How large bodies may be. The roster of a large meeting is a megabyte, so what counts is the sum of them: those on
 * their way in may have an eighth of the heap, and so may those being processed.
 *
 * @param largest of one body, in bytes
 * @param most    of all together, in bytes; never less than the largest
 */
record BodySizes(long largest, long most) {

    private static final int SHARE_OF_THE_HEAP = 8;

    static BodySizes of(long largest) {
        return new BodySizes(largest, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP);
    }

    BodySizes {
        most = Math.max(most, largest);
    }

    /** What a body may grow to: the largest size where the client does not announce one. */
    long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        boolean known = length != null && length.matches("\\d{1,18}");
        return known ? Math.min(Long.parseLong(length), largest) : largest;
    }

    boolean areTooMany(long bytes) {
        return bytes > most;
    }
}
