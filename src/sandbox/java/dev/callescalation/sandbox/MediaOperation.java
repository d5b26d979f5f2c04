package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An operation on the media of a call, or a transfer (Microsoft Graph v1.0, commsOperation and those derived from it).
 *
 * @param type             of its notification: {@code playPromptOperation}
 * @param clientContext    null if the bot gave none
 * @param status           in Graph's words
 * @param completionReason null for a type that has none
 * @param result           null where Graph gives none
 */
record MediaOperation(
        String type, String id, String clientContext, String status, String completionReason, ResultInfo result) {

    private static final ResultInfo CANCELLED = new ResultInfo(400, 8508, "The operation was cancelled.");

    static MediaOperation begun(String type, String clientContext) {
        return new MediaOperation(type, Ids.guid(), clientContext, "running", null, null);
    }

    MediaOperation running(ResultInfo how) {
        return new MediaOperation(type, id, clientContext, "running", completionReason, how);
    }

    MediaOperation completed(ResultInfo how) {
        return new MediaOperation(type, id, clientContext, "completed", completionReason, how);
    }

    /** Sent tones report how they ended by this, and are completed in any case. */
    MediaOperation completedFor(String reason) {
        return new MediaOperation(type, id, clientContext, "completed", reason, null);
    }

    MediaOperation failed(ResultInfo why) {
        return new MediaOperation(type, id, clientContext, "failed", completionReason, why);
    }

    MediaOperation cancelled() {
        return failed(CANCELLED);
    }

    /** For the templates of notifications. */
    ObjectNode values(Form form) {
        ObjectNode values = SandboxJson.object()
                .put("type", type)
                .put("operationId", form.old() ? Ids.hex(id) : id)
                .put("clientContext", clientContext)
                .put("status", status)
                .put("completionReason", completionReason);
        return result == null ? values : values.set("resultInfo", SandboxJson.tree(result));
    }

    /** As the reply to its command has it. */
    ObjectNode body(Form form) {
        ObjectNode body = SandboxJson.typed(type)
                .put("id", form.old() ? Ids.hex(id) : id)
                .put("status", status)
                .put("clientContext", clientContext);
        return result == null ? body.putNull("resultInfo") : body.set("resultInfo", SandboxJson.tree(result));
    }
}
