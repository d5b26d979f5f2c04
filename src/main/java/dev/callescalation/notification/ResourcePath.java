package dev.callescalation.notification;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resource that a notification speaks of, taken apart. Only what matches to the letter is a path: everything here
 * may become part of a URL later.
 *
 * @param prefix     {@code /app}, {@code /communications} or {@code /applications/{appId}}: the dialect that Graph
 *                   speaks about this call
 * @param callId     as Graph wrote it
 * @param collection {@code participants}, {@code operations}, {@code contentsharingsessions}; empty for the call itself
 * @param id         id inside the collection; empty when the path ends before it
 */
public record ResourcePath(String prefix, String callId, String collection, String id) {

    private static final Pattern PATH = Pattern.compile(
            "(?:https?://[A-Za-z0-9.:-]+/(?:beta|v1\\.0))?/?"
                    + "(app|communications|applications/[A-Za-z0-9_-]{1,128})/calls/([A-Za-z0-9_-]{1,128})"
                    + "(?:/([A-Za-z]{1,64})(?:/([A-Za-z0-9_-]{1,128}))?)?/?",
            Pattern.CASE_INSENSITIVE);

    /** Reads a path with or without leading slash or host; empty when it is none of the known forms. */
    public static Optional<ResourcePath> parse(String text) {
        Matcher matcher = PATH.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ResourcePath(
                "/" + matcher.group(1), matcher.group(2), orEmpty(matcher.group(3)), orEmpty(matcher.group(4))));
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }
}
