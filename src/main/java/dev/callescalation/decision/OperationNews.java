package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.escalation.Operation;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.Masks;
import dev.callescalation.notification.Notification;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the command that began an operation, and whether it went well. */
final class OperationNews {

    private static final Set<String> INVITES = Set.of("", "commsoperation", "inviteparticipantsoperation");

    private OperationNews() {}

    /**
     * Finds the command of an operation: by the operation's id, else by the clientContext, else, when just one is open
     * on that call, that one. The last is what the December 2018 documents need: their notification repeats neither. It
     * holds until Graph has said which id the operation has: after that, news with another id is of somebody else's.
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
                .or(() -> mayBeAnInvite(news)
                        ? onlyOpen(decision, news.callId())
                                .filter(o -> o.operationId().isEmpty() || id.isEmpty() && context.isEmpty())
                        : Optional.empty());
        return found.map(operation -> {
            if (!operation.mayHaveNews()) {
                return operation.withStatus("repeated");
            }
            Operation updated = operation
                    .withOperationId(safe(news.operationId()))
                    .withStatus(status(news))
                    .withResult(Notification.result(news.data()));
            decision.update(updated);
            return updated;
        });
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

    private static Optional<Operation> onlyOpen(Decision decision, String callId) {
        String call = CallId.key(callId);
        Predicate<Operation> open =
                o -> o.isFollowed() && o.isOpen() && CallId.key(o.callId()).equals(call);
        long several = decision.operations.stream().filter(open).count();
        return several == 1 ? match(decision, open) : Optional.empty();
    }

    private static boolean mayBeAnInvite(Notification news) {
        return INVITES.contains(news.odataType().toLowerCase(Locale.ROOT));
    }

    private static String status(Notification news) {
        JsonNode data = news.data();
        String status = data.path("status").asText("");
        if ("failed".equalsIgnoreCase(status)
                || data.path("resultInfo").path("code").asInt(0) >= 400) {
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
