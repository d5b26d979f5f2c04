package dev.callescalation.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Teams join link taken apart. Where its parts are: Microsoft Graph, onlineMeeting, {@code joinWebUrl}; what becomes
 * of them: the JoinInfo of Microsoft's calling samples.
 *
 * @param messageId           "0" for a meeting, the id of the first message for a meeting in a channel
 * @param replyChainMessageId blank unless the context names a {@code MessageId}
 */
record JoinUrl(String threadId, String messageId, String replyChainMessageId, String organizer, String tenant) {

    static final String BROADCAST =
            "leads to a live event, town hall or webinar, which a bot cannot join; use the link of a meeting";

    private static final String RIGHT = "https://teams.microsoft.com/meet/<meeting id>?p=<passcode> or"
            + " https://teams.microsoft.com/l/meetup-join/<threadId>/<messageId>"
            + "?context={\"Tid\":\"<tenant id>\",\"Oid\":\"<user id of the organizer>\"}";

    /** The host is not checked: every cloud has its own, and nothing is ever sent there. */
    private static final Pattern LINK =
            Pattern.compile("(?:\\w+:)?(?://[^/?#]+)?/l/meetup-join/?([^?#]*)(\\?[^#]*)?(?:#.*)?");

    private static final Pattern CONTEXT = Pattern.compile("[?&]context=([^&]*)");
    private static final Pattern THREAD = Pattern.compile("\\d+:[^\\s/]+@[^\\s/]+");
    private static final Pattern MESSAGE = Pattern.compile("\\d{1,20}");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException one sentence that says what is missing; it does not repeat the link */
    static JoinUrl parse(String url) {
        Matcher link = LINK.matcher(url);
        require(link.matches(), "is not a link to a Teams meeting; copy it from the invitation");
        String[] path = link.group(1).split("/");
        String thread = decoded(path[0]);
        require(THREAD.matcher(thread).matches(), "has no thread id such as 19:meeting_…@thread.v2");
        String message = path.length > 1 ? decoded(path[1]) : "";
        require(
                path.length == 2 && MESSAGE.matcher(message).matches(),
                "has no message id, which is 0 or digits and the last part of the path");

        JsonNode context = context(link.group(2));
        if (context.path("IsBroadcastMeeting").asBoolean()) {
            throw refused(BROADCAST);
        }
        String reply = text(context, "MessageId");
        String organizer = text(context, "Oid");
        String tenant = text(context, "Tid");
        require(!tenant.isBlank(), "has no tenant (Tid) in its context");
        require(!organizer.isBlank(), "has no organizer (Oid) in its context");
        return new JoinUrl(thread, message, reply.equals("0") ? "" : reply, organizer, tenant);
    }

    private static JsonNode context(String query) {
        Matcher context = CONTEXT.matcher(query == null ? "" : query);
        require(context.find(), "has no context");
        try {
            JsonNode read = JSON.readTree(decoded(context.group(1)));
            require(read.isObject(), "has a context that is not a JSON object");
            return read;
        } catch (JsonProcessingException e) {
            throw wrong("has a context that is not JSON");
        }
    }

    private static String text(JsonNode context, String name) {
        return context.path(name).asText("").strip();
    }

    /** Links are copied out of mails and other links, so they come encoded once or twice, or not at all. */
    private static String decoded(String text) {
        String result = text;
        for (int times = 0; times < 2 && ESCAPE.matcher(result).find(); times++) {
            result = decodedOnce(result);
        }
        return result;
    }

    static String decodedOnce(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("has a broken percent sign in it");
        }
    }

    static void require(boolean met, String otherwise) {
        if (!met) {
            throw wrong(otherwise);
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return refused(what + "; a right one looks like " + RIGHT);
    }

    static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("calls.meeting.join-url " + why);
    }
}
