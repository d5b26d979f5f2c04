package dev.callescalation.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.callescalation.clock.SteadyClock;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the body of a webhook request once, in both dialects. It follows the reader's rule of Microsoft Graph: unknown
 * keys are ignored, {@code @odata.type} is never required, enums count in any letter case.
 */
public final class NotificationReader {

    /**
     * What one request to the webhook holds.
     *
     * @param format {@code graph}: notifications, possibly none; {@code skype}: the old Skype form, which Graph sends
     *               again in its own form when it is answered 204; {@code empty}: no body; {@code other}: JSON of
     *               another shape
     */
    public record Envelope(String format, List<Notification> notifications) {}

    private static final Pattern GRAPH_TYPE = Pattern.compile("#?microsoft\\.graph\\.", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("[A-Za-z][\\w.#-]{0,63}");
    private static final String NO_WORD = "unreadable";
    private static final Set<String> CHANGE_TYPES = Set.of("created", "updated", "deleted");
    private static final Map<String, String> BY_TYPE = Map.of(
            "call", "call",
            "participant", "participant",
            "deltaparticipants", "participant",
            "contentsharingsession", "contentSharingSession");
    private static final Map<String, String> BY_COLLECTION = Map.of(
            "", "call",
            "participants", "participant",
            "operations", "commsOperation",
            "contentsharingsessions", "contentSharingSession");
    private static final Set<String> SKYPE_KEYS =
            Set.of("callState", "participants", "presentedModalityTypes", "isMultiparty");

    private final Clock clock = SteadyClock.ofThisProgram();
    private ObjectReader json = StrictJson.READER;
    private int maxNotifications = Integer.MAX_VALUE;

    /** How deep the JSON may be nested, 1 to 500 levels. Default 500. */
    public void setMaxDepth(int levels) {
        json = StrictJson.reader(levels);
    }

    /** How many notifications one envelope may hold. No limit by default. */
    public void setMaxNotifications(int maxNotifications) {
        this.maxNotifications = maxNotifications;
    }

    /**
     * Takes an envelope apart.
     *
     * @param body         may be null or empty
     * @param charset      charset of the Content-Type; null or empty for JSON's own, UTF-8
     * @param tenantId     tenant of the verified token
     * @param scenarioId   header Scenario-Id; null when the request had none
     * @param escalationId query parameter of the callback address; null on the registered address
     * @throws MalformedMessageException when the charset is not known, the body is no JSON object, its value is no
     *     array, or it is too much
     */
    public Envelope read(byte[] body, String charset, String tenantId, String scenarioId, String escalationId) {
        if (body == null || body.length == 0) {
            return new Envelope("empty", List.of());
        }
        JsonNode root = StrictJson.read(json, body, charset);
        if (!root.isObject()) {
            throw new MalformedMessageException("The body must be a JSON object with an array named value.");
        }
        JsonNode value = root.path("value");
        if (value.isMissingNode()) {
            boolean skype = SKYPE_KEYS.stream().anyMatch(root::has);
            return new Envelope(skype ? "skype" : "other", List.of());
        }
        if (!value.isArray()) {
            throw new MalformedMessageException("value must be an array of notifications.");
        }
        if (value.size() > maxNotifications) {
            throw new MalformedMessageException(
                    "value must hold at most " + maxNotifications + " notifications, not " + value.size() + ".");
        }
        List<Notification> notifications = new ArrayList<>(value.size());
        Instant now = clock.instant();
        for (JsonNode item : value) {
            notifications.add(item(item, now, orEmpty(tenantId), orEmpty(scenarioId), orEmpty(escalationId)));
        }
        return new Envelope("graph", notifications);
    }

    private static Notification item(
            JsonNode item, Instant now, String tokenTenant, String scenarioId, String escalationId) {
        JsonNode data = item.path("resourceData");
        JsonNode first = data.isArray() ? data.path(0) : data;
        String odataType = word(GRAPH_TYPE.matcher(text(first, "@odata.type")).replaceFirst(""));
        Optional<ResourcePath> path = path(item, first);
        String changeType = changeType(text(item, "changeType"));
        String resourceType = resourceType(odataType, path);
        String callId = path.map(ResourcePath::callId).orElse("");
        if (callId.isEmpty() && "call".equals(resourceType) && CallId.isSafe(text(first, "id"))) {
            callId = text(first, "id");
        }
        String operationId = path.filter(p -> isOperations(p.collection()))
                .map(ResourcePath::id)
                .filter(id -> !id.isEmpty() && !id.equalsIgnoreCase("participants")) // where several were invited
                .orElseGet(() -> text(first, "id"));
        boolean ended = "deleted".equals(changeType) && "call".equals(resourceType);
        String tenantId = text(first, "tenantId");
        return new Notification(
                now,
                CallId.isSafe(tenantId) ? tenantId : tokenTenant,
                scenarioId,
                escalationId,
                changeType,
                resourceType,
                odataType,
                path.map(ResourcePath::prefix).orElse(""),
                callId,
                "commsOperation".equals(resourceType) ? operationId : "",
                ended ? CallState.TERMINATED : CallState.of(text(first, "state")),
                data,
                item);
    }

    /** resourceUrl speaks today's dialect even where resource still says {@code /app}, so it comes first. */
    private static Optional<ResourcePath> path(JsonNode item, JsonNode data) {
        return ResourcePath.parse(text(item, "resourceUrl"))
                .or(() -> ResourcePath.parse(text(item, "resource")))
                .or(() -> ResourcePath.parse(text(data, "@odata.id")));
    }

    private static String changeType(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return CHANGE_TYPES.contains(lower) ? lower : word(text);
    }

    /** Kinds end up in logs and summaries. What is no word, a name or a sentence, stays in the message itself. */
    private static String word(String text) {
        return text.isEmpty() || WORD.matcher(text).matches() ? text : NO_WORD;
    }

    private static String resourceType(String odataType, Optional<ResourcePath> path) {
        String type = odataType.toLowerCase(Locale.ROOT);
        if (type.isEmpty()) {
            return path.map(ResourcePath::collection)
                    .map(name -> BY_COLLECTION.getOrDefault(name.toLowerCase(Locale.ROOT), word(name)))
                    .orElse("");
        }
        return type.endsWith("operation") ? "commsOperation" : BY_TYPE.getOrDefault(type, odataType);
    }

    private static boolean isOperations(String collection) {
        return "operations".equalsIgnoreCase(collection);
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asText("");
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
