package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import java.util.List;
import java.util.Set;

/**
 * One command of an escalation and how it went, in the words of Graph's commsOperation.
 *
 * @param key           unique in its escalation; a command with the same key is never queued twice
 * @param command       what is asked of Graph: answer, join, invite-caller, …
 * @param callId        the call that the command is addressed to; empty for a join
 * @param clientContext what Graph echoes in the notification of the operation; empty where the command has none
 * @param operationId   Graph's id of the operation, once known; else empty
 * @param status        notStarted (queued), running (accepted), completed, failed, or unknown: no longer awaited,
 *                      though Graph has not reported how it ended and may still do so
 * @param result        what Graph gave as the reason of its failure, {@code code/subcode} of resultInfo; else empty
 * @param invited       ids of the people it invites; empty for other commands
 * @param invitesNobody whether it has a client context and is no invite. In what earlier versions have stored, each
 *                      command with a client context is one
 */
public record Operation(
        String key,
        String command,
        String callId,
        String clientContext,
        String operationId,
        String status,
        String result,
        List<String> invited,
        boolean invitesNobody) {

    public static final String NOT_STARTED = "notStarted";
    public static final String RUNNING = "running";
    public static final String COMPLETED = "completed";
    public static final String FAILED = "failed";
    public static final String UNKNOWN = "unknown";

    private static final Set<String> MOVES = Set.of("invite-caller", "ring-caller");

    public Operation {
        invited = List.copyOf(invited);
    }

    /** One whose command waits in the outbox. */
    public static Operation queued(Command command, String clientContext, List<String> invited) {
        return new Operation(
                command.key(),
                command.command(),
                command.callId(),
                clientContext,
                "",
                NOT_STARTED,
                "",
                invited,
                !clientContext.isEmpty() && invited.isEmpty());
    }

    /** Whether the outcome is still awaited. */
    public boolean isOpen() {
        return NOT_STARTED.equals(status) || RUNNING.equals(status);
    }

    /** Whether news of it still counts. */
    public boolean mayHaveNews() {
        return isOpen() || UNKNOWN.equals(status);
    }

    /** Whether it is an invite that has succeeded, or may have without anybody telling. */
    public boolean mayHaveSucceeded() {
        return isInvite() && !isOpen() && !FAILED.equals(status);
    }

    /** Whether Graph has taken it, and it may have brought the caller into the meeting. */
    public boolean mayHaveMovedTheCaller() {
        return isOfTheCaller() && !NOT_STARTED.equals(status) && !FAILED.equals(status);
    }

    /** Whether it brings the caller into the meeting, by a move or by a second ring. */
    public boolean isOfTheCaller() {
        return MOVES.contains(command);
    }

    /** Whether Graph reports the outcome by a notification rather than by its reply alone. */
    public boolean isFollowed() {
        return !clientContext.isEmpty();
    }

    /** Whether it invites people. */
    public boolean isInvite() {
        return isFollowed() && !invitesNobody;
    }

    public Operation withStatus(String newStatus) {
        return with(operationId, newStatus, result, invited);
    }

    /** The same without the people that it invites. */
    public Operation withoutInvited() {
        return with(operationId, status, result, List.of());
    }

    public Operation withOperationId(String id) {
        return id.isEmpty() ? this : with(id, status, result, invited);
    }

    public Operation withResult(String newResult) {
        return with(operationId, status, newResult, invited);
    }

    private Operation with(String newOperationId, String newStatus, String newResult, List<String> newInvited) {
        return new Operation(
                key, command, callId, clientContext, newOperationId, newStatus, newResult, newInvited, invitesNobody);
    }
}
