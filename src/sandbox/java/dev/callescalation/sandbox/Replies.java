package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Replies of success. The form is that of the request: in 2018 an answer brought a body and a join none
 * (participant: invite, beta, December 2018), today it is the other way round (Microsoft Graph v1.0).
 */
final class Replies {

    /** Locations have this host and prefix in every form; a client takes nothing but ids from them. */
    static final String LOCATION = "https://graph.microsoft.com/beta/app/calls/";

    private final String appId;

    Replies(String appId) {
        this.appId = appId;
    }

    Reply answered(Form form) {
        return form.old() ? Reply.of(200, oldOperation(Ids.guid(), "Running", Ids.hex(Ids.guid()))) : Reply.empty(202);
    }

    Reply joined(Call call) {
        Map<String, String> location = Map.of("Location", LOCATION + call.id());
        return new Reply(201, location, call.form().old() ? null : callBody(call));
    }

    /** An invitation onto the peer-to-peer call had a reply of its own in 2018: no Location, and an id of no use. */
    Reply invited(Form form, Call call, InviteOperation operation) {
        if (!form.old()) {
            return Reply.of(200, todaysOperation(operation));
        }
        if (call.kind() == Call.Kind.CALLER) {
            return Reply.of(200, oldOperation(Ids.guid(), "running", operation.clientContext()));
        }
        String id = Ids.hex(operation.id());
        return new Reply(
                200,
                Map.of("Location", LOCATION + call.id() + "/operations/" + id),
                oldOperation(id, "Running", operation.clientContext()));
    }

    Reply call(Call call) {
        return Reply.of(200, callBody(call));
    }

    /** A peer-to-peer call has no roster: the list is empty. */
    Reply participants(Call call) {
        ObjectNode body = SandboxJson.object();
        body.set(
                "value",
                call.isPeerToPeer() || call.kind() == Call.Kind.STRANGER
                        ? body.arrayNode()
                        : new CommunicationsMessages(appId).participants(call));
        return Reply.of(200, body);
    }

    private static ObjectNode oldOperation(String id, String status, String clientContext) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return SandboxJson.object()
                .put("clientContext", clientContext)
                .put("createdDateTime", now)
                .put("id", id)
                .put("lastActionDateTime", now)
                .put("status", status);
    }

    private static ObjectNode todaysOperation(InviteOperation operation) {
        ObjectNode body = SandboxJson.typed("inviteParticipantsOperation")
                .put("id", operation.id())
                .put("status", "Running")
                .put("clientContext", operation.clientContext())
                .putNull("resultInfo");
        ArrayNode participants = body.putArray("participants");
        for (JsonNode asked : operation.participants()) {
            ObjectNode participant = participants
                    .addObject()
                    .putNull("id")
                    .putNull("endpointType")
                    .put("replacesCallId", asked.path("replacesCallId").textValue());
            participant.set("identity", asked.path("identity"));
        }
        return body;
    }

    private ObjectNode callBody(Call call) {
        boolean incoming = call.kind() == Call.Kind.CALLER;
        ObjectNode body = SandboxJson.typed("call")
                .put("id", call.id())
                .put("state", call.state().word())
                .put("direction", incoming ? "incoming" : "outgoing")
                .put(call.form().property("callback"), call.callback())
                .put("myParticipantId", CommunicationsMessages.participantId(call, IdentitySets.bot(appId)));
        body.set("requestedModalities", SandboxJson.texts(call.modalities()));
        if (incoming) {
            body.putObject("source").set("identity", call.scenario().caller());
        }
        for (String name : new String[] {"tenantId", "subject", "source", "targets", "chatInfo", "meetingInfo"}) {
            if (call.created().has(name)) {
                body.set(name, call.created().get(name));
            }
        }
        return body;
    }
}
