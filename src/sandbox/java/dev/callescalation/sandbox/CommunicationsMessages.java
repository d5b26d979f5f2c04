package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Builds single notifications of today (Microsoft Graph v1.0, call and participant: invite). Both addresses are on
 * them, as on the wire: {@code resource} with the prefix of 2018, {@code resourceUrl} with today's.
 */
final class CommunicationsMessages {

    private final String appId;

    CommunicationsMessages(String appId) {
        this.appId = appId;
    }

    WebhookMessage created(Call caller) {
        return call(NotificationKind.INCOMING, "created", caller, GraphCallState.INCOMING, wholeCall(caller));
    }

    WebhookMessage updated(NotificationKind kind, Call call, GraphCallState reached) {
        return updated(kind, call, reached, state(reached));
    }

    WebhookMessage updated(NotificationKind kind, Call call, GraphCallState reached, ObjectNode fields) {
        return call(kind, "updated", call, reached, fields);
    }

    WebhookMessage deleted(Call call, ObjectNode fields) {
        return call(NotificationKind.deleted(call), "deleted", call, GraphCallState.TERMINATED, fields);
    }

    WebhookMessage deleted(Call call, ResultInfo result) {
        ObjectNode fields = state(GraphCallState.TERMINATED);
        fields.set("resultInfo", resultInfo(result));
        return deleted(call, fields);
    }

    WebhookMessage operation(Call call, InviteOperation operation) {
        ObjectNode data = SandboxJson.typed("inviteParticipantsOperation")
                .put("id", operation.id())
                .put("clientContext", operation.clientContext())
                .put("status", operation.status());
        ArrayNode participants = data.putArray("participants");
        for (JsonNode asked : operation.participants()) {
            participants.addObject().set("identity", asked.path("identity"));
        }
        if (operation.failure() != null) {
            data.set("resultInfo", resultInfo(operation.failure()));
        }
        String tail = call.id() + "/operations/" + operation.id();
        return notification(NotificationKind.OPERATION, "deleted", call, null, tail, data);
    }

    WebhookMessage roster(NotificationKind kind, Call call) {
        JsonNode participants = CommunicationsRoster.participants(call, appId);
        return notification(kind, "updated", call, null, call.id() + "/participants", participants);
    }

    /** Everything that is known about an incoming call. */
    ObjectNode wholeCall(Call caller) {
        Scenario scenario = caller.scenario();
        ObjectNode fields = state(GraphCallState.INCOMING)
                .put("direction", "incoming")
                .put("tenantId", scenario.tenantId())
                .put("callChainId", scenario.chainId())
                .put("myParticipantId", CommunicationsRoster.participantId(caller, IdentitySets.bot(appId)));
        ObjectNode source = SandboxJson.typed("participantInfo");
        source.put("endpointType", "default").put("region", "emea");
        source.set("identity", IdentitySets.typed(scenario.caller()));
        fields.set("source", source);
        ObjectNode target = SandboxJson.typed("invitationParticipantInfo");
        target.set("identity", IdentitySets.typed(IdentitySets.bot(appId)));
        fields.putArray("targets").add(target);
        fields.set("requestedModalities", SandboxJson.texts(scenario.modalities()));
        return fields;
    }

    static ObjectNode state(GraphCallState state) {
        return SandboxJson.object().put("state", state.word());
    }

    private static WebhookMessage call(
            NotificationKind kind, String changeType, Call call, GraphCallState reached, ObjectNode fields) {
        ObjectNode data = SandboxJson.typed("call").put("id", call.id()).setAll(fields);
        return notification(kind, changeType, call, reached, call.id(), data);
    }

    /** @param tail what follows the path of all calls */
    private static WebhookMessage notification(
            NotificationKind kind, String changeType, Call call, GraphCallState reached, String tail, JsonNode data) {
        ObjectNode body = SandboxJson.typed("commsNotifications");
        ObjectNode item = SandboxJson.typed("commsNotification")
                .put("changeType", changeType)
                .put("resource", "/app/calls/" + tail)
                .put("resourceUrl", "/communications/calls/" + tail);
        item.set("resourceData", data);
        body.putArray("value").add(item);
        return WebhookMessage.of(kind, call, reached, "/communications/calls/" + tail, body);
    }

    private static ObjectNode resultInfo(ResultInfo result) {
        return SandboxJson.typed("resultInfo")
                .put("code", result.code())
                .put("subcode", result.subcode())
                .put("message", result.message());
    }
}
