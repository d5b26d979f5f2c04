package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Notifications of 2018, in the shapes that "participant: invite" (beta, December 2018) prints: no ids but
 * {@code @odata.id}, constant etags, no types on the envelope, no roster for a bot alone in a meeting.
 */
final class AppEvents implements Events {

    private final Dialect dialect;
    private final String appId;
    private final AppRoster roster;

    AppEvents(Dialect dialect, String appId) {
        this.dialect = dialect;
        this.appId = appId;
        this.roster = new AppRoster(appId);
    }

    @Override
    public List<Notification> incoming(Call caller) {
        ObjectNode fields = Json.object().put("state", "incoming").put("direction", "incoming");
        fields.set("source", participantInfo(caller.scenario().caller()));
        fields.putArray("targets").add(participantInfo(Identities.bot(appId)));
        fields.set("requestedModalities", Json.texts(caller.modalities()));
        return List.of(call(NotificationKind.INCOMING, "created", caller, CallState.INCOMING, fields));
    }

    @Override
    public List<Notification> answered(Call caller) {
        ObjectNode established = state(CallState.ESTABLISHED);
        established.set("activeModalities", Json.texts(caller.modalities()));
        established.putArray("requestedModalities");
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
        ObjectNode established = state(CallState.ESTABLISHED);
        established.set("activeModalities", Json.texts(meeting.modalities()));
        return List.of(
                call(
                        NotificationKind.MEETING_ESTABLISHING,
                        "updated",
                        meeting,
                        CallState.ESTABLISHING,
                        state(CallState.ESTABLISHING).put("direction", "outgoing")),
                call(NotificationKind.MEETING_ESTABLISHED, "updated", meeting, CallState.ESTABLISHED, established));
    }

    @Override
    public List<Notification> invited(Call call, Operation operation) {
        return List.of(operation(call, operation), roster(call, call.people(), call.kind() == Call.Kind.CALLER));
    }

    /** As in the document, the roster has the path of the caller's old call, though its people are in the meeting. */
    @Override
    public List<Notification> replaced(Call meeting, Call caller, Operation operation) {
        List<Notification> told = new ArrayList<>();
        told.add(operation(meeting, operation));
        told.add(roster(caller, List.of(caller.scenario().caller()), false));
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
        ObjectNode reason = state(CallState.TERMINATED).put("terminationReason", end.terminationReason());
        return switch (end) {
            case REJECTED -> List.of(call(deleted, "deleted", call, CallState.TERMINATED, Json.object()));
            case REDIRECTED ->
                List.of(
                        call(
                                NotificationKind.CALLER_REDIRECTING,
                                "updated",
                                call,
                                CallState.REDIRECTING,
                                state(CallState.REDIRECTING)),
                        call(deleted, "deleted", call, CallState.TERMINATED, reason));
            case BOT_HUNG_UP ->
                List.of(
                        call(ending, "updated", call, CallState.TERMINATING, state(CallState.TERMINATING)),
                        call(deleted, "deleted", call, CallState.TERMINATED, reason));
            case REPLACED, CALLER_HUNG_UP, UNANSWERED ->
                List.of(
                        call(NotificationKind.CALLER_TERMINATED, "updated", call, CallState.TERMINATED, reason),
                        call(deleted, "deleted", call, CallState.TERMINATED, Json.object()));
        };
    }

    private Notification call(
            NotificationKind kind, String changeType, Call call, CallState reached, ObjectNode fields) {
        ObjectNode data = Json.typed("call").put("@odata.id", resource(call)).put("@odata.etag", "W/\"5445\"");
        return notification(kind, changeType, call, reached, resource(call), data.setAll(fields));
    }

    private Notification operation(Call call, Operation operation) {
        String resource = resource(call) + "/operations/" + Ids.hex(operation.id());
        String type = call.kind() == Call.Kind.CALLER ? "commsOperation" : "inviteParticipantsOperation";
        ObjectNode data = Json.typed(type)
                .put("@odata.id", resource)
                .put("@odata.etag", "W/\"51\"")
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

    private Notification roster(Call path, List<ObjectNode> people, boolean inPlace) {
        String resource = resource(path) + "/participants";
        ArrayNode participants = roster.participants(resource, people, inPlace);
        return notification(NotificationKind.ROSTER, "updated", path, null, resource, participants);
    }

    private static Notification notification(
            NotificationKind kind, String changeType, Call call, CallState reached, String resource, JsonNode data) {
        ObjectNode body = Json.object();
        ObjectNode item =
                body.putArray("value").addObject().put("changeType", changeType).put("resource", resource);
        item.set("resourceData", data);
        return Notification.of(kind, call, reached, resource, body);
    }

    private static ObjectNode participantInfo(ObjectNode identity) {
        ObjectNode info = Json.typed("participantInfo");
        info.set("identity", identity);
        return info;
    }

    private static ObjectNode state(CallState state) {
        return Json.object().put("state", state.word());
    }

    private String resource(Call call) {
        return dialect.calls(appId) + "/" + call.id();
    }
}
