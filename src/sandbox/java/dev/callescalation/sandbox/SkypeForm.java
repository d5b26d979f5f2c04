package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An incoming call in the format from before Graph. A bot answers 204, and the service sends the call again in Graph's
 * form (Microsoft Graph, calls: "receive incoming call notifications").
 */
final class SkypeForm {

    private SkypeForm() {}

    static WebhookMessage incoming(Call caller, String appId) {
        ObjectNode body = SandboxJson.object()
                .put("id", caller.id())
                .put("callState", "incoming")
                .put("isMultiparty", false);
        ObjectNode from = body.putArray("participants")
                .addObject()
                .put("originator", true)
                .put("languageId", "en-US");
        IdentitySets.kind(caller.scenario().caller()).ifPresent(kind -> {
            from.put(
                    "identity",
                    "8:orgid:"
                            + caller.scenario().caller().path(kind).path("id").asText());
            from.put(
                    "displayName",
                    caller.scenario().caller().path(kind).path("displayName").asText());
        });
        body.withArray("participants").addObject().put("originator", false).put("identity", "28:" + appId);
        body.set("presentedModalityTypes", SandboxJson.texts(caller.modalities()));
        return WebhookMessage.of(NotificationKind.SKYPE_INCOMING, caller, null, caller.id(), body);
    }
}
