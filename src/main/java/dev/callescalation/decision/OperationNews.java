package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.Operation;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.CallState;
import dev.callescalation.notification.Masks;
import dev.callescalation.notification.Notification;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the command that began an operation, and whether it went well. */
final class OperationNews {

    /** Types that the documents of December 2018 give to the operations of several commands. */
    private static final Set<String> OF_ANY_COMMAND = Set.of("", "commsoperation");

    private static final String INVITE = "inviteparticipantsoperation";

    /** The commands that the other types belong to. */
    private static final Map<String, String> COMMANDS = Map.of(
            "playpromptoperation", "play-prompt",
            "subscribetotoneoperation", "subscribe-to-tone",
            "cancelmediaprocessingoperation", "cancel-media",
            "muteparticipantoperation", "mute",
            "unmuteparticipantoperation", "mute",
            "startholdmusicoperation", "hold-music",
            "stopholdmusicoperation", "hold-music",
            "senddtmftonesoperation", "send-tones",
            "updaterecordingstatusoperation", "update-recording-status");

    private static final String TRANSFER = "transfer-call";

    /** The subcode of a call that has ended because it was transferred. */
    private static final String TRANSFERRED = "7015";

    private static final int FIRST_FAILURE = 400;

    /** Types of operations that fail with the status completed, and say so in completionReason alone. */
    private static final Set<String> FAIL_COMPLETED = Set.of("senddtmftonesoperation");

    private OperationNews() {}

    /**
     * Finds the command of an operation: by the operation's id, else by the clientContext, else, when just one of its
     * type is open on that call, that one. The last is what the December 2018 documents need: their notification
     * repeats neither. It holds until Graph has said which id the operation has: after that, news with another id is of
     * somebody else's.
     *
     * @return the operation with its new status; with status {@code repeated} when its outcome was known before; empty
     *         when it is none of ours
     */
    static Optional<Operation> follow(Decision decision, Notification news) {
        String context = news.data().path("clientContext").asText("");
        String id = CallId.key(news.operationId());
        Optional<Operation> found = match(
                        decision,
                        o -> !id.isEmpty() && CallId.key(o.operationId()).equals(id))
                .or(() ->
                        match(decision, o -> o.isFollowed() && o.clientContext().equals(context)))
                .or(() -> onlyOpen(decision, news)
                        .filter(o -> o.operationId().isEmpty() || id.isEmpty() && context.isEmpty()));
        return found.map(operation -> {
            if (!operation.mayHaveNews()) {
                return operation.withStatus("repeated");
            }
            String status = status(news);
            Operation updated = operation
                    .withOperationId(safe(news.operationId()))
                    .withStatus(status)
                    .withResult(Operation.FAILED.equals(status) ? result(news) : "");
            decision.update(updated);
            return updated;
        });
    }

    /**
     * Follows the newest transfer of a call by the states of the call, which is how today's form reports one.
     *
     * @param before what was known of the call
     * @return the transfer with its new status; empty when nothing is new of one
     */
    static Optional<Operation> followTransfer(Decision decision, Notification news, Escalation.Call before) {
        Optional<Operation> found = decision.last(TRANSFER)
                .filter(o -> Operation.RUNNING.equals(o.status()) && CallId.same(o.callId(), news.callId()));
        JsonNode data = news.data();
        boolean failed = data.path("resultInfo").path("code").asInt(0) >= FIRST_FAILURE;
        if (news.state() == CallState.TERMINATED) {
            boolean accepted = CallState.of(before.state()) == CallState.TRANSFER_ACCEPTED
                    || Notification.result(data).endsWith("/" + TRANSFERRED)
                    || "AppTransferred"
                            .equalsIgnoreCase(data.path("terminationReason").asText());
            return found.map(o -> ended(decision, o, accepted, data));
        }
        // the call lives on
        return failed && news.state() == CallState.ESTABLISHED
                ? found.map(o -> ended(decision, o, false, data))
                : Optional.empty();
    }

    private static Operation ended(Decision decision, Operation operation, boolean well, JsonNode data) {
        String result = Notification.result(data);
        Operation ended = well
                ? operation.withStatus(Operation.COMPLETED)
                : operation.withStatus(Operation.FAILED).withResult(result.isEmpty() ? "gone" : result);
        decision.update(ended);
        return ended;
    }

    /** Follows the reply to a command; a notification that overtook it has the last word. */
    static Operation follow(Decision decision, CommandReply reply) {
        Operation operation = decision.operation(reply.command().key())
                .orElseThrow(() -> new IllegalStateException(
                        "The command " + reply.command().id() + " is not among those of its escalation"));
        if (!operation.isOpen()) {
            return operation.withStatus("repeated");
        }
        Operation updated = operation
                .withOperationId(isEchoed(operation, reply) ? reply.id() : "")
                .withStatus(status(reply, operation));
        if (Operation.FAILED.equals(updated.status())) {
            String result = Notification.result(reply.body());
            updated = updated.withResult(result.isEmpty() ? reply.outcome() : result);
        }
        decision.update(updated);
        return updated;
    }

    /** A reply with another clientContext, as the December 2018 documents print one, names no operation of ours. */
    private static boolean isEchoed(Operation operation, CommandReply reply) {
        String ours = operation.clientContext();
        return operation.isFollowed()
                && reply.body().path("clientContext").asText(ours).equals(ours);
    }

    /** What resultInfo says, in one line; empty when there is none. */
    static String error(JsonNode data) {
        String message = data.path("resultInfo").path("message").asText("");
        return (Notification.result(data) + " " + Masks.people(message)).strip();
    }

    private static Optional<Operation> match(Decision decision, Predicate<Operation> wanted) {
        return decision.operations.stream().filter(wanted).findFirst();
    }

    private static Optional<Operation> onlyOpen(Decision decision, Notification news) {
        String call = CallId.key(news.callId());
        String type = type(news);
        Predicate<Operation> open = o -> o.isFollowed()
                && o.isOpen()
                && CallId.key(o.callId()).equals(call)
                && (OF_ANY_COMMAND.contains(type)
                        || (INVITE.equals(type) ? o.isInvite() : o.command().equals(COMMANDS.get(type))));
        long several = decision.operations.stream().filter(open).count();
        return several == 1 ? match(decision, open) : Optional.empty();
    }

    private static String type(Notification news) {
        return news.odataType().toLowerCase(Locale.ROOT);
    }

    private static String result(Notification news) {
        String result = Notification.result(news.data());
        return result.isEmpty() ? news.data().path("completionReason").asText("") : result;
    }

    private static boolean hasFailedCompleted(Notification news) {
        String reason = news.data().path("completionReason").asText("");
        return FAIL_COMPLETED.contains(type(news))
                && !reason.isEmpty()
                && !"completedSuccessfully".equalsIgnoreCase(reason);
    }

    private static String status(Notification news) {
        JsonNode data = news.data();
        String status = data.path("status").asText("");
        if ("failed".equalsIgnoreCase(status)
                || hasFailedCompleted(news)
                || data.path("resultInfo").path("code").asInt(0) >= FIRST_FAILURE) {
            return Operation.FAILED;
        }
        // deleted means that the operation is over, not that it failed
        return "completed".equalsIgnoreCase(status) || "deleted".equals(news.changeType())
                ? Operation.COMPLETED
                : Operation.RUNNING;
    }

    private static String status(CommandReply reply, Operation operation) {
        if ("unknown".equals(reply.outcome())) {
            return Operation.RUNNING;
        }
        if (!"accepted".equals(reply.outcome())) {
            return Operation.FAILED;
        }
        if (!operation.isFollowed() || "completed".equalsIgnoreCase(reply.operationStatus())) {
            return Operation.COMPLETED;
        }
        return "failed".equalsIgnoreCase(reply.operationStatus()) ? Operation.FAILED : Operation.RUNNING;
    }

    private static String safe(String operationId) {
        return CallId.isSafe(operationId) ? operationId : "";
    }
}
