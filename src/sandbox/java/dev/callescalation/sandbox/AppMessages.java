package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Builds single notifications as "participant: invite" (beta, December 2018) prints them: no ids but {@code @odata.id},
 * etags that never change, no types on the envelope.
 */
final class AppMessages {

    private static final String ETAG_OF_CALLS = "W/\"5445\"";
    private static final String ETAG_OF_OPERATIONS = "W/\"51\"";

    private final Form form;
    private final String appId;
    private final AppRoster roster;

    AppMessages(Form form, String appId) {
        this.form = form;
        this.appId = appId;
        this.roster = new AppRoster(appId);
    }

    WebhookMessage created(Call caller) {
        ObjectNode fields = state(GraphCallState.INCOMING).put("direction", "incoming");
        fields.set("source", participantInfo(caller.scenario().caller()));
        fields.putArray("targets").add(participantInfo(IdentitySets.bot(appId)));
        fields.set("requestedModalities", SandboxJson.texts(caller.modalities()));
        return call(NotificationKind.INCOMING, "created", caller, GraphCallState.INCOMING, fields);
    }

    WebhookMessage updated(NotificationKind kind, Call call, GraphCallState reached) {
        return updated(kind, call, reached, state(reached));
    }

    WebhookMessage updated(NotificationKind kind, Call call, GraphCallState reached, ObjectNode fields) {
        return call(kind, "updated", call, reached, fields);
    }

    /** @param fields none for the bare form that follows an "updated terminated" */
    WebhookMessage deleted(Call call, ObjectNode fields) {
        return call(NotificationKind.deleted(call), "deleted", call, GraphCallState.TERMINATED, fields);
    }

    /** The type depends on whether somebody was invited onto the peer-to-peer call itself. */
    WebhookMessage operation(Call call, InviteOperation operation) {
        String resource = resource(call) + "/operations/" + Ids.hex(operation.id());
        String type = call.kind() == Call.Kind.CALLER ? "commsOperation" : "inviteParticipantsOperation";
        ObjectNode data = SandboxJson.typed(type)
                .put("@odata.id", resource)
                .put("@odata.etag", ETAG_OF_OPERATIONS)
                .put("clientContext", operation.clientContext())
                .put("status", operation.status());
        ResultInfo failure = operation.failure();
        if (failure != null) {
            data.putObject("resultInfo")
                    .put("code", Integer.toString(failure.code()))
                    .put("subcode", Integer.toString(failure.subcode()))
                    .put("message", failure.message());
        }
        return notification(NotificationKind.OPERATION, "deleted", call, null, resource, data);
    }

    /** @param path the call whose path the roster has */
    WebhookMessage roster(Call path, List<ObjectNode> people, boolean inPlace) {
        return roster(NotificationKind.ROSTER, path, people, inPlace);
    }

    WebhookMessage roster(NotificationKind kind, Call path, List<ObjectNode> people, boolean inPlace) {
        String resource = resource(path) + "/participants";
        JsonNode participants = roster.participants(resource, people, inPlace, path.isInLobby());
        return notification(kind, "updated", path, null, resource, participants);
    }

    static ObjectNode state(GraphCallState state) {
        return SandboxJson.object().put("state", state.word());
    }

    private WebhookMessage call(
            NotificationKind kind, String changeType, Call call, GraphCallState reached, ObjectNode fields) {
        ObjectNode data =
                SandboxJson.typed("call").put("@odata.id", resource(call)).put("@odata.etag", ETAG_OF_CALLS);
        return notification(kind, changeType, call, reached, resource(call), data.setAll(fields));
    }

    private static WebhookMessage notification(
            NotificationKind kind,
            String changeType,
            Call call,
            GraphCallState reached,
            String resource,
            JsonNode data) {
        ObjectNode body = SandboxJson.object();
        ObjectNode item = body.putArray("value").addObject();
        item.put("changeType", changeType).put("resource", resource).set("resourceData", data);
        return WebhookMessage.of(kind, call, reached, resource, body);
    }

    private static ObjectNode participantInfo(ObjectNode identity) {
        ObjectNode info = SandboxJson.typed("participantInfo");
        info.set("identity", identity);
        return info;
    }

    private String resource(Call call) {
        return form.calls(appId) + "/" + call.id();
    }
}
