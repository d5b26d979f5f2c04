package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Notifications of today (Microsoft Graph v1.0, call and participant: invite). Both addresses are on them, as on the
 * wire: {@code resource} with the prefix of 2018, {@code resourceUrl} with today's.
 */
final class CommunicationsEvents implements Events {

    private final String appId;

    CommunicationsEvents(String appId) {
        this.appId = appId;
    }

    @Override
    public List<Notification> incoming(Call caller) {
        return List.of(call(NotificationKind.INCOMING, "created", caller, CallState.INCOMING, wholeCall(caller)));
    }

    @Override
    public List<Notification> answered(Call caller) {
        ObjectNode established = state(CallState.ESTABLISHED);
        established.set("mediaState", Json.typed("callMediaState").put("audio", "active"));
        return List.of(
                call(
                        NotificationKind.CALLER_ESTABLISHING,
                        "updated",
                        caller,
                        CallState.ESTABLISHING,
                        state(CallState.ESTABLISHING)),
                call(NotificationKind.CALLER_ESTABLISHED, "updated", caller, CallState.ESTABLISHED, established));
    }

    @Override
    public List<Notification> joined(Call meeting) {
        return List.of(
                call(
                        NotificationKind.MEETING_ESTABLISHING,
                        "updated",
                        meeting,
                        CallState.ESTABLISHING,
                        state(CallState.ESTABLISHING).put("direction", "outgoing")),
                call(
                        NotificationKind.MEETING_ESTABLISHED,
                        "updated",
                        meeting,
                        CallState.ESTABLISHED,
                        state(CallState.ESTABLISHED)),
                roster(NotificationKind.MEETING_ROSTER, meeting));
    }

    @Override
    public List<Notification> invited(Call call, Operation operation) {
        return List.of(operation(call, operation), roster(NotificationKind.ROSTER, call));
    }

    @Override
    public List<Notification> replaced(Call meeting, Call caller, Operation operation) {
        List<Notification> told = new ArrayList<>(invited(meeting, operation));
        told.addAll(ended(caller, CallEnd.REPLACED));
        return told;
    }

    @Override
    public List<Notification> inviteFailed(Call call, Operation operation) {
        return List.of(operation(call, operation));
    }

    @Override
    public List<Notification> ended(Call call, CallEnd end) {
        boolean meeting = call.kind() == Call.Kind.MEETING;
        NotificationKind deleted = meeting ? NotificationKind.MEETING_DELETED : NotificationKind.CALLER_DELETED;
        NotificationKind ending = meeting ? NotificationKind.MEETING_TERMINATING : NotificationKind.CALLER_TERMINATING;
        return switch (end) {
            case REJECTED -> List.of(call(deleted, "deleted", call, CallState.TERMINATED, Json.object()));
            case REDIRECTED ->
                List.of(call(
                        deleted,
                        "deleted",
                        call,
                        CallState.TERMINATED,
                        wholeCall(call).put("state", CallState.TERMINATED.word())));
            case BOT_HUNG_UP ->
                List.of(
                        call(ending, "updated", call, CallState.TERMINATING, state(CallState.TERMINATING)),
                        call(deleted, "deleted", call, CallState.TERMINATED, terminated(end.result())));
            case REPLACED, CALLER_HUNG_UP, UNANSWERED ->
                List.of(call(deleted, "deleted", call, CallState.TERMINATED, terminated(end.result())));
        };
    }

    private ObjectNode wholeCall(Call call) {
        Scenario scenario = call.scenario();
        ObjectNode fields = state(CallState.INCOMING)
                .put("direction", "incoming")
                .put("tenantId", scenario.tenantId())
                .put("callChainId", scenario.chainId())
                .put("myParticipantId", CommunicationsRoster.participantId(call, Identities.bot(appId)));
        ObjectNode source =
                Json.typed("participantInfo").put("endpointType", "default").put("region", "emea");
        source.set("identity", Identities.typed(scenario.caller()));
        fields.set("source", source);
        ObjectNode target = Json.typed("invitationParticipantInfo");
        target.set("identity", Identities.typed(Identities.bot(appId)));
        fields.putArray("targets").add(target);
        fields.set("requestedModalities", Json.texts(scenario.modalities()));
        return fields;
    }

    private static ObjectNode terminated(ResultInfo result) {
        ObjectNode fields = state(CallState.TERMINATED);
        fields.set("resultInfo", resultInfo(result));
        return fields;
    }

    private static Notification call(
            NotificationKind kind, String changeType, Call call, CallState reached, ObjectNode fields) {
        ObjectNode data = Json.typed("call").put("id", call.id()).setAll(fields);
        return notification(kind, changeType, call, reached, "/" + call.id(), data);
    }

    private static Notification operation(Call call, Operation operation) {
        ObjectNode data = Json.typed("inviteParticipantsOperation")
                .put("id", operation.id())
                .put("clientContext", operation.clientContext())
                .put("status", operation.status());
        ArrayNode participants = data.putArray("participants");
        operation
                .participants()
                .forEach(participant -> participants.addObject().set("identity", participant.path("identity")));
        if (operation.failure() != null) {
            data.set("resultInfo", resultInfo(operation.failure()));
        }
        return notification(
                NotificationKind.OPERATION,
                "deleted",
                call,
                null,
                "/" + call.id() + "/operations/" + operation.id(),
                data);
    }

    private Notification roster(NotificationKind kind, Call call) {
        return notification(
                kind,
                "updated",
                call,
                null,
                "/" + call.id() + "/participants",
                CommunicationsRoster.participants(call, appId));
    }

    private static Notification notification(
            NotificationKind kind, String changeType, Call call, CallState reached, String tail, JsonNode data) {
        ObjectNode body = Json.typed("commsNotifications");
        ObjectNode item = body.putArray("value")
                .addObject()
                .put("@odata.type", "#microsoft.graph.commsNotification")
                .put("changeType", changeType)
                .put("resource", "/app/calls" + tail)
                .put("resourceUrl", "/communications/calls" + tail);
        item.set("resourceData", data);
        return Notification.of(kind, call, reached, "/communications/calls" + tail, body);
    }

    private static ObjectNode resultInfo(ResultInfo result) {
        return Json.typed("resultInfo")
                .put("code", result.code())
                .put("subcode", result.subcode())
                .put("message", result.message());
    }

    private static ObjectNode state(CallState state) {
        return Json.object().put("state", state.word());
    }
}
