package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Builds single notifications as "participant: invite" (beta, December 2018) prints them. */
final class AppMessages {

    private final String appId;
    private final NewsWriter news;

    AppMessages(Form form, String appId) {
        this.appId = appId;
        this.news = new NewsWriter(form.prefix(appId));
    }

    WebhookMessage created(Call caller) {
        ObjectNode values = state(GraphCallState.INCOMING).put("direction", "incoming");
        values.set("caller", caller.scenario().caller());
        values.set("bot", IdentitySets.bot(appId));
        values.set("requestedModalities", SandboxJson.texts(caller.modalities()));
        return call(NotificationKind.INCOMING, "created", caller, GraphCallState.INCOMING, values);
    }

    WebhookMessage updated(NotificationKind kind, Call call, GraphCallState reached) {
        return updated(kind, call, reached, state(reached));
    }

    WebhookMessage updated(NotificationKind kind, Call call, GraphCallState reached, ObjectNode values) {
        return call(kind, "updated", call, reached, values);
    }

    /** @param values none for the bare notification that follows an "updated terminated" */
    WebhookMessage deleted(Call call, ObjectNode values) {
        return call(NotificationKind.deleted(call), "deleted", call, GraphCallState.TERMINATED, values);
    }

    WebhookMessage operation(Call call, InviteOperation operation) {
        ObjectNode values = operation
                .values()
                .put("operationId", Ids.hex(operation.id()))
                .put("inPlace", call.kind() == Call.Kind.CALLER);
        return message(NotificationKind.OPERATION, call, null, news.operation(call.id(), values));
    }

    /** @param path the call whose path the roster has */
    WebhookMessage roster(Call path, List<ObjectNode> people, boolean inPlace) {
        return roster(NotificationKind.ROSTER, path, people, inPlace);
    }

    /** The bot comes last. The documents print no roster with a bot in the lobby; v1.0 names the property. */
    WebhookMessage roster(NotificationKind kind, Call path, List<ObjectNode> people, boolean inPlace) {
        ObjectNode values = SandboxJson.object().put("inPlace", inPlace);
        ArrayNode participants = values.putArray("participants");
        people.forEach(identity -> participants.add(participant(identity, participants.size() + 1)));
        ObjectNode bot =
                participant(IdentitySets.bot(appId), participants.size() + 1).put("bot", true);
        participants.add(path.isInLobby() ? bot.put("inLobby", true) : bot);
        return message(kind, path, null, news.roster(path.id(), values));
    }

    private static ObjectNode participant(ObjectNode identity, int sourceId) {
        String kind = IdentitySets.kind(identity).orElseThrow();
        ObjectNode one = ((ObjectNode) identity.get(kind)).deepCopy();
        one.remove("language");
        ObjectNode participant = SandboxJson.object()
                .put("id", Ids.hex(one.path("id").asText()))
                .put("sourceId", Integer.toString(sourceId));
        participant.putObject("identity").set(kind, one);
        return participant;
    }

    static ObjectNode state(GraphCallState state) {
        return SandboxJson.object().put("state", state.word());
    }

    private WebhookMessage call(
            NotificationKind kind, String changeType, Call call, GraphCallState reached, ObjectNode values) {
        return message(kind, call, reached, news.call(changeType, call.id(), values));
    }

    private WebhookMessage message(NotificationKind kind, Call call, GraphCallState reached, ObjectNode change) {
        return WebhookMessage.of(kind, call, reached, change.path("resource").asText(), news, change);
    }
}
