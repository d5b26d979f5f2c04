package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An incoming call in the format from before Graph. A bot answers 204, and the service sends the call again in Graph's
 * form (Microsoft Graph, calls: "receive incoming call notifications").
 */
final class SkypeForm {

    private SkypeForm() {}

    static Notification incoming(Call caller, String appId) {
        ObjectNode body = Json.object()
                .put("id", caller.id())
                .put("callState", "incoming")
                .put("isMultiparty", false);
        ObjectNode from = body.putArray("participants")
                .addObject()
                .put("originator", true)
                .put("languageId", "en-US");
        Identities.kind(caller.scenario().caller()).ifPresent(kind -> {
            from.put(
                    "identity",
                    "8:orgid:"
                            + caller.scenario().caller().path(kind).path("id").asText());
            from.put(
                    "displayName",
                    caller.scenario().caller().path(kind).path("displayName").asText());
        });
        body.withArray("participants").addObject().put("originator", false).put("identity", "28:" + appId);
        body.set("presentedModalityTypes", Json.texts(caller.modalities()));
        return Notification.of(NotificationKind.SKYPE_INCOMING, caller, null, caller.id(), body);
    }
}
