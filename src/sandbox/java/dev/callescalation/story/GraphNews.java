package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.Form;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Writes single notifications as Graph writes them in one form, for calls that the sandbox does not play. */
public final class GraphNews {

    private static final String TYPE = "@odata.type";

    private final String prefix;
    private final boolean old;

    /** @param prefix {@code /communications}, {@code /app} or {@code /applications/<app id>} */
    public GraphNews(String prefix) {
        this.prefix = prefix;
        this.old = Form.isOld(prefix);
    }

    /** An id of a call as this form writes it. */
    public String newCallId() {
        String id = UUID.randomUUID().toString();
        return old ? id.replace("-", "").toUpperCase(Locale.ROOT) : id;
    }

    /**
     * Somebody calls the bot.
     *
     * @param caller   identitySet
     * @param tenantId named in the call; empty leaves it out
     */
    public ObjectNode incoming(String callId, JsonNode caller, String tenantId) {
        ObjectNode data = typed("call");
        data.setAll(identity(callId, ""));
        data.put("state", "incoming").put("direction", "incoming");
        if (!tenantId.isEmpty()) {
            data.put("tenantId", tenantId);
        }
        data.set("source", typed("participantInfo").set("identity", caller));
        data.putArray("targets")
                .addObject()
                .putObject("identity")
                .putObject("application")
                .put("id", RunningBundle.APP_ID);
        data.putArray("requestedModalities").add("audio");
        return item("created", callId, "", data);
    }

    /**
     * A call is in another state.
     *
     * @param changeType updated or deleted
     * @param state      as Graph writes it; empty leaves it out
     */
    public ObjectNode call(String changeType, String callId, String state) {
        ObjectNode data = typed("call");
        data.setAll(identity(callId, ""));
        if (!state.isEmpty()) {
            data.put("state", state);
        }
        return item(changeType, callId, "", data);
    }

    /** A call has ended: today's form says {@code terminated}, the old one says nothing more. */
    public ObjectNode deleted(String callId) {
        return call("deleted", callId, old ? "" : "terminated");
    }

    /**
     * An operation has ended.
     *
     * @param status     completed or failed
     * @param resultInfo null where Graph gives none
     */
    public ObjectNode operationEnded(
            String callId, String operationId, String clientContext, String status, ObjectNode resultInfo) {
        String tail = "/operations/" + operationId;
        ObjectNode data = typed("inviteParticipantsOperation");
        data.setAll(old ? identity(callId, tail) : node().put("id", operationId));
        data.put("clientContext", clientContext).put("status", status);
        if (resultInfo != null) {
            data.set("resultInfo", resultInfo);
        }
        return item("deleted", callId, tail, data);
    }

    /** All who are in a call, as identitySets. */
    public ObjectNode roster(String callId, List<? extends JsonNode> people, boolean inLobby) {
        ArrayNode participants = JsonNodeFactory.instance.arrayNode();
        for (JsonNode person : people) {
            ObjectNode participant = typed("participant");
            participant.putNull("id");
            participant.putObject("info").set("identity", person);
            participant.putArray("mediaStreams");
            participants.add(participant.put("isInLobby", inLobby));
        }
        return item("updated", callId, "/participants", participants);
    }

    /** The body of one request with these notifications. */
    public ObjectNode envelope(List<ObjectNode> items) {
        ObjectNode envelope = old ? node() : typed("commsNotifications");
        envelope.putArray("value").addAll(items);
        return envelope;
    }

    private ObjectNode identity(String callId, String tail) {
        return old
                ? node().put("@odata.id", prefix + "/calls/" + callId + tail).put("@odata.etag", "W/\"5445\"")
                : node().put("id", callId);
    }

    private ObjectNode item(String changeType, String callId, String tail, JsonNode data) {
        String path = "/calls/" + callId + tail;
        ObjectNode item = old ? node() : typed("commsNotification");
        item.put("changeType", changeType).put("resource", (old ? prefix : "/app") + path);
        if (!old) {
            item.put("resourceUrl", prefix + path);
        }
        return item.set("resourceData", data);
    }

    private static ObjectNode typed(String type) {
        return node().put(TYPE, "#microsoft.graph." + type);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
