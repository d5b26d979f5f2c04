package dev.callescalation.graph;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The short link of a meeting, {@code https://<host>/meet/<meeting id>?p=<passcode>}: what people type to join it.
 *
 * @param passcode empty for a meeting without one
 */
record ShortLink(String meetingId, String passcode) {

    /** The host is not checked, as for {@link JoinUrl}. */
    private static final Pattern LINK = Pattern.compile("(?:\\w+:)?(?://[^/?#]+)?/meet/([^/?#]*)/?(\\?[^#]*)?(?:#.*)?");

    private static final Pattern PASSCODE = Pattern.compile("[?&]p=([^&]*)");

    /** Empty where the link is not a short one. */
    static Optional<ShortLink> of(String link) {
        Matcher found = LINK.matcher(link);
        if (!found.matches()) {
            return Optional.empty();
        }
        String id = JoinUrl.decodedOnce(found.group(1)).replaceAll("\\s", "");
        JoinUrl.require(id.matches("\\d{6,20}"), "has no meeting id, which is the digits behind /meet/");
        Matcher passcode = PASSCODE.matcher(found.group(2) == null ? "" : found.group(2));
        return Optional.of(new ShortLink(id, passcode.find() ? JoinUrl.decodedOnce(passcode.group(1)) : ""));
    }

    /** Without the passcode. */
    @Override
    public String toString() {
        return "/meet/" + meetingId;
    }
}
