package dev.callescalation.notification;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The text of a call id. The documents print one id in several ways: 32 upper-case hexadecimal digits in
 * "participant: invite" (beta, December 2018), a dashed lower-case GUID in Microsoft Graph v1.0.
 */
public final class CallId {

    /** What may become part of a URL: no slash, no dot, no percent sign, no at sign. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private CallId() {}

    /** The form that ids are compared and looked up by: lower case, without dashes; empty for null. */
    public static String key(String id) {
        return id == null ? "" : id.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** Whether two ids are one call's, however each is spelt; not so for two empty ones. */
    public static boolean same(String id, String other) {
        String key = key(id);
        return !key.isEmpty() && key.equals(key(other));
    }

    /** Whether the id may be pasted into the path of a request. */
    public static boolean isSafe(String id) {
        return id != null && SAFE.matcher(id).matches();
    }

    /**
     * The bare id in what may be a path, as in {@code replacesCallId: "/app/calls/57DA…"}.
     *
     * @throws MalformedMessageException when the id may not become part of a URL
     */
    public static String bare(String idOrPath) {
        String id = ResourcePath.parse(idOrPath)
                .filter(path -> path.collection().isEmpty())
                .map(ResourcePath::callId)
                .orElse(idOrPath);
        if (!isSafe(id)) {
            throw new MalformedMessageException(
                    "replacesCallId must be a call id or the path of a call, letters, digits, - and _ only.");
        }
        return id;
    }
}
