package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.Form;
import dev.callescalation.sandbox.NewsWriter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Writes single notifications as Graph writes them in one form, for calls that the sandbox does not play. */
public final class GraphNews {

    private final boolean old;
    private final NewsWriter writer;

    /** @param prefix {@code /communications}, {@code /app} or {@code /applications/<app id>} */
    public GraphNews(String prefix) {
        this.old = Form.isOld(prefix);
        this.writer = new NewsWriter(prefix);
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
        ObjectNode values = node().put("state", "incoming").put("direction", "incoming");
        if (!tenantId.isEmpty()) {
            values.put("tenantId", tenantId);
        }
        values.set("caller", caller);
        values.putObject("bot").putObject("application").put("id", RunningBundle.APP_ID);
        values.putArray("requestedModalities").add("audio");
        return writer.call("created", callId, values);
    }

    /**
     * A call is in another state.
     *
     * @param changeType updated or deleted
     * @param state      as Graph writes it; empty leaves it out
     */
    public ObjectNode call(String changeType, String callId, String state) {
        return writer.call(changeType, callId, state.isEmpty() ? node() : node().put("state", state));
    }

    /** A call has ended: today's form says {@code terminated}, those of 2018 add nothing. */
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
        ObjectNode values = node().put("operationId", operationId)
                .put("clientContext", clientContext)
                .put("status", status);
        return writer.operation(callId, values.set("resultInfo", resultInfo));
    }

    /** All who are in a call, as identitySets. Nobody has an id there: Graph writes null for some. */
    public ObjectNode roster(String callId, List<? extends JsonNode> people, boolean inLobby) {
        ObjectNode values = node();
        ArrayNode participants = values.putArray("participants");
        people.forEach(
                person -> participants.addObject().put("inLobby", inLobby).set("identity", person));
        ObjectNode change = writer.roster(callId, values);
        change.path("resourceData").forEach(participant -> ((ObjectNode) participant).putNull("id"));
        return change;
    }

    /** The body of one request with these notifications. */
    public ObjectNode envelope(List<ObjectNode> changes) {
        return writer.request(changes);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
