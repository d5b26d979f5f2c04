package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds single notifications of today (Microsoft Graph v1.0, call and participant: invite). */
final class CommunicationsMessages {

    private static final String PREFIX = "/communications";

    private final String appId;
    private final NewsWriter news = new NewsWriter(PREFIX);

    CommunicationsMessages(String appId) {
        this.appId = appId;
    }

    WebhookMessage created(Call caller) {
        return call(NotificationKind.INCOMING, "created", caller, GraphCallState.INCOMING, wholeCall(caller));
    }

    WebhookMessage updated(NotificationKind kind, Call call, GraphCallState reached) {
        return updated(kind, call, reached, state(reached));
    }

    WebhookMessage updated(NotificationKind kind, Call call, GraphCallState reached, ObjectNode values) {
        return call(kind, "updated", call, reached, values);
    }

    WebhookMessage deleted(Call call, ObjectNode values) {
        return call(NotificationKind.deleted(call), "deleted", call, GraphCallState.TERMINATED, values);
    }

    WebhookMessage deleted(Call call, ResultInfo result) {
        return deleted(call, state(GraphCallState.TERMINATED).set("resultInfo", SandboxJson.tree(result)));
    }

    WebhookMessage operation(Call call, InviteOperation operation) {
        ObjectNode values = operation.values();
        values.set("invited", operation.participants());
        return message(NotificationKind.OPERATION, call, null, news.operation(call.id(), values));
    }

    WebhookMessage roster(NotificationKind kind, Call call) {
        return message(kind, call, null, rosterOf(call));
    }

    /** The complete list, the bot last. */
    JsonNode participants(Call call) {
        return rosterOf(call).path("resourceData");
    }

    private ObjectNode rosterOf(Call call) {
        ObjectNode values = SandboxJson.object();
        ArrayNode participants = values.putArray("participants");
        for (ObjectNode identity : call.people()) {
            participants.add(
                    participant(call, identity, false).put("sourceId", Integer.toString(participants.size() + 1)));
        }
        ObjectNode bot = participant(call, IdentitySets.bot(appId), call.isInLobby());
        participants.add(
                call.modalities().isEmpty() ? bot : bot.put("sourceId", Integer.toString(participants.size() + 1)));
        return news.roster(call.id(), values);
    }

    private static ObjectNode participant(Call call, ObjectNode identity, boolean inLobby) {
        return SandboxJson.object()
                .put("id", participantId(call, identity))
                .put("inLobby", inLobby)
                .set("identity", IdentitySets.typed(identity));
    }

    static String participantId(Call call, ObjectNode identity) {
        return Ids.guidOf(call.id() + " " + IdentitySets.key(identity));
    }

    /** Everything that is known about an incoming call. */
    ObjectNode wholeCall(Call caller) {
        Scenario scenario = caller.scenario();
        ObjectNode values = state(GraphCallState.INCOMING)
                .put("direction", "incoming")
                .put("tenantId", scenario.tenantId())
                .put("chainId", scenario.chainId())
                .put("participantId", participantId(caller, IdentitySets.bot(appId)));
        values.set("caller", IdentitySets.typed(scenario.caller()));
        values.set("bot", IdentitySets.typed(IdentitySets.bot(appId)));
        return values.set("requestedModalities", SandboxJson.texts(scenario.modalities()));
    }

    static ObjectNode state(GraphCallState state) {
        return SandboxJson.object().put("state", state.word());
    }

    private WebhookMessage call(
            NotificationKind kind, String changeType, Call call, GraphCallState reached, ObjectNode values) {
        return message(kind, call, reached, news.call(changeType, call.id(), values));
    }

    private WebhookMessage message(NotificationKind kind, Call call, GraphCallState reached, ObjectNode change) {
        return WebhookMessage.of(kind, call, reached, change.path("resourceUrl").asText(), news, change);
    }
}
