package dev.callescalation.graph;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.camel.Variable;

/**
 * Meeting coordinates: the {@code chatInfo}, {@code meetingInfo} and {@code tenantId} of a request that joins a meeting
 * (Microsoft Graph: Create call). What is unknown is left out. Every call returns a node of its own.
 */
public final class Meetings {

    private static final String TYPE = "@odata.type";

    /** Blanks, and what else nobody sees and a copy from a web page brings along. */
    private static final String UNSEEN = "[\\s\\p{Z}\\p{Cf}]";

    private final Cache<String, ObjectNode> byLink =
            Caffeine.newBuilder().maximumSize(1000).build();

    /**
     * The meeting behind a Teams join link: the long or the short one, percent-encoded once, twice or not at all, also
     * as mail scanners and pages of Teams wrap it.
     *
     * @throws IllegalArgumentException one sentence that says which part of the link is missing, or why a bot cannot
     *     join that meeting; it does not repeat the link
     */
    public ObjectNode fromJoinUrl(String url) {
        return byLink.get(url == null ? "" : url, this::read).deepCopy();
    }

    private ObjectNode read(String url) {
        String link = WrappedLink.unwrapped(url);
        return ShortLink.of(link)
                .map(named -> byJoinMeetingId(named.meetingId(), named.passcode()))
                .orElseGet(() -> byOrganizer(JoinUrl.parse(link)));
    }

    private ObjectNode byOrganizer(JoinUrl link) {
        return byOrganizer(
                link.threadId(), link.messageId(), link.replyChainMessageId(), link.organizer(), link.tenant());
    }

    /**
     * A meeting known by its chat and its organizer. Each may be blank; without a thread there is no chat, and without
     * an organizer no meetingInfo.
     *
     * @param messageId "0" when blank, as for every meeting outside a channel
     */
    public ObjectNode byOrganizer(
            String threadId,
            String messageId,
            String replyChainMessageId,
            String organizerUserId,
            String organizerTenantId) {
        ObjectNode meeting = adHoc();
        if (given(threadId)) {
            ObjectNode chat = meeting.putObject("chatInfo");
            chat.put("threadId", threadId.strip());
            chat.put("messageId", given(messageId) ? messageId.strip() : "0");
            putGiven(chat, "replyChainMessageId", replyChainMessageId);
        }
        if (given(organizerUserId)) {
            ObjectNode info = meetingInfo(meeting, "organizer");
            ObjectNode user = info.putObject("organizer").putObject("user");
            user.put("id", organizerUserId.strip());
            putGiven(user, "tenantId", organizerTenantId);
            // The bot is often in the meeting before its organizer is.
            info.put("allowConversationWithoutHost", true);
        }
        putGiven(meeting, "tenantId", organizerTenantId);
        return meeting;
    }

    /** A meeting known by the token of an invitation. The token includes the chat, so there is no chatInfo. */
    public ObjectNode byToken(String token) {
        ObjectNode meeting = adHoc();
        meetingInfo(meeting, "token").put("token", required(token, "a meeting's token"));
        return meeting;
    }

    /**
     * A meeting known by the number in its invitation, which may be written with the blanks printed there.
     *
     * @param passcode blank for a meeting without one, for which Graph expects a null
     */
    public ObjectNode byJoinMeetingId(String joinMeetingId, String passcode) {
        ObjectNode meeting = adHoc();
        meetingInfo(meeting, "joinMeetingId")
                .put(
                        "joinMeetingId",
                        required(joinMeetingId, "a join meeting id").replaceAll(UNSEEN, ""))
                .put("passcode", given(passcode) ? passcode.replaceAll(UNSEEN, "") : null);
        return meeting;
    }

    /** Nothing: Graph makes a new meeting for a request without coordinates. */
    public ObjectNode adHoc() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The tenant of a meeting, whose token a bot needs to join it; the other one where the meeting names none. */
    public String tenantId(@Variable("meeting") ObjectNode meeting, @Variable("tenantId") String otherwise) {
        return meeting.path("tenantId").asText(otherwise);
    }

    private static ObjectNode meetingInfo(ObjectNode meeting, String kind) {
        return meeting.putObject("meetingInfo").put(TYPE, "#microsoft.graph." + kind + "MeetingInfo");
    }

    private static void putGiven(ObjectNode node, String name, String value) {
        if (given(value)) {
            node.put(name, value.strip());
        }
    }

    private static boolean given(String value) {
        return value != null && !value.isBlank();
    }

    private static String required(String value, String what) {
        if (!given(value)) {
            throw new IllegalArgumentException(what + " is blank");
        }
        return value.strip();
    }
}
