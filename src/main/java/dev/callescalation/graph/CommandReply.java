package dev.callescalation.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.notification.Decidable;
import java.time.Instant;
import java.util.List;

/**
 * How a command ended, as far as HTTP says.
 *
 * @param outcome         accepted (2xx), gone (404, 409: the call has ended or was answered before), refused (any other
 *                        reply that a repeat would not change), expired (no usable reply in time), unknown (no reply,
 *                        and a repeat could do it twice: a notification must say)
 * @param status          HTTP status; 0 when there was no reply
 * @param id              id of what was created: of the call after a join, of the operation after an invite. From the
 *                        body, else from the end of Location; empty when neither names one
 * @param operationStatus status in the body, such as {@code Running} or {@code completed}; empty for none
 * @param state           state of the call in the body; empty for none
 * @param error           Graph's error code and message, or why it could not be asked; empty for none
 * @param body            the reply's JSON; a missing node for none
 * @param sentAt          when the command was sent last; null when it was not, or when that is not known
 */
public record CommandReply(
        Instant receivedAt,
        Command command,
        String outcome,
        int status,
        String id,
        String operationStatus,
        String state,
        String error,
        JsonNode body,
        Instant sentAt)
        implements Decidable {

    @Override
    public String callId() {
        return command.callId();
    }

    @Override
    public String escalationId() {
        return command.escalationId();
    }

    /** One line, such as {@code reply to join: 201 accepted}. */
    @Override
    public String summary() {
        return "reply to " + command.command() + ": " + (status == 0 ? "none, " : status + " ") + outcome;
    }

    /** The same, to a command that was sent then. */
    public CommandReply withSentAt(Instant time) {
        return new CommandReply(receivedAt, command, outcome, status, id, operationStatus, state, error, body, time);
    }

    @Override
    public List<?> contents() {
        return List.of(body, command.body());
    }

    /** Without the body, as a list of participants is a megabyte. */
    @Override
    public String toString() {
        return summary();
    }
}
