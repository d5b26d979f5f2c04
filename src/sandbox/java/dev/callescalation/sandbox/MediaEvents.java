package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Notifications of media operations, digits and transfers, in one form. */
final class MediaEvents {

    private static final ResultInfo TRANSFERRED = new ResultInfo(0, 7015, "The call was transferred.");

    private final boolean old;
    private final NewsWriter news;
    private final Form form;

    MediaEvents(Form form, String appId) {
        this.form = form;
        this.old = form.old();
        this.news = new NewsWriter(form.prefix(appId));
    }

    WebhookMessage operation(Call call, MediaOperation operation) {
        return message(NotificationKind.OPERATION, call, null, news.operation(call.id(), operation.values(form)));
    }

    /** @param tone tone and sequenceId */
    WebhookMessage tone(Call call, ObjectNode tone) {
        ObjectNode values = state(GraphCallState.ESTABLISHED).set("toneInfo", tone);
        return message(NotificationKind.CALLER_TONE, call, null, news.call("updated", call.id(), values));
    }

    /** The audio of a call has become active later than the call. */
    WebhookMessage audio(Call call) {
        ObjectNode values = state(GraphCallState.ESTABLISHED);
        if (old) {
            values.set("activeModalities", SandboxJson.texts(call.modalities()));
        } else {
            values.put("audio", "active");
        }
        return message(NotificationKind.CALLER_AUDIO, call, null, news.call("updated", call.id(), values));
    }

    /** In 2018 a transfer was an operation; today the call tells of it. */
    List<WebhookMessage> transferring(Call call, MediaOperation operation) {
        if (!old) {
            return List.of(updated(call, SandboxJson.object().put("state", "transferring")));
        }
        MediaOperation running = operation.running(new ResultInfo(200, 0, "transferring"));
        ObjectNode values = running.values(form).put("changeType", "updated");
        return List.of(message(NotificationKind.OPERATION, call, null, news.operation(call.id(), values)));
    }

    List<WebhookMessage> transferred(Call call, MediaOperation operation) {
        if (old) {
            ObjectNode reason = state(GraphCallState.TERMINATED).put("terminationReason", "AppTransferred");
            return List.of(
                    operation(call, operation.completed(new ResultInfo(200, 0, "transferAccepted"))),
                    deleted(call, reason));
        }
        ObjectNode end = state(GraphCallState.TERMINATED);
        end.set("resultInfo", SandboxJson.tree(TRANSFERRED));
        return List.of(
                updated(call, SandboxJson.object().put("state", "transferAccepted")),
                updated(
                        call,
                        SandboxJson.object().put("state", "transferAccepted").put("audio", "inactive")),
                deleted(call, end));
    }

    /** The call lives on; the document prints subCode there, with a capital letter (call: transfer, v1.0). */
    List<WebhookMessage> transferFailed(Call call, MediaOperation operation, ResultInfo why) {
        if (old) {
            return List.of(operation(call, operation.failed(why)));
        }
        ObjectNode values = state(GraphCallState.ESTABLISHED);
        values.putObject("resultInfo")
                .put("code", why.code())
                .put("subCode", why.subcode())
                .put("message", why.message());
        return List.of(updated(call, values));
    }

    private WebhookMessage updated(Call call, ObjectNode values) {
        return message(NotificationKind.CALLER_TRANSFER, call, null, news.call("updated", call.id(), values));
    }

    private WebhookMessage deleted(Call call, ObjectNode values) {
        return message(
                NotificationKind.CALLER_DELETED,
                call,
                GraphCallState.TERMINATED,
                news.call("deleted", call.id(), values));
    }

    private static ObjectNode state(GraphCallState state) {
        return SandboxJson.object().put("state", state.word());
    }

    private WebhookMessage message(NotificationKind kind, Call call, GraphCallState reached, ObjectNode change) {
        String resource = change.path(old ? "resource" : "resourceUrl").asText();
        return WebhookMessage.of(kind, call, reached, resource, news, change);
    }
}
