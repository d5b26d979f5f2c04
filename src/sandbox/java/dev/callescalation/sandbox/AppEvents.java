package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What happens when, in 2018: the order of "participant: invite" (beta, December 2018, "E2E flow"). */
final class AppEvents implements Events {

    private final AppMessages messages;

    AppEvents(AppMessages messages) {
        this.messages = messages;
    }

    @Override
    public List<WebhookMessage> incoming(Call caller) {
        return List.of(messages.created(caller));
    }

    @Override
    public List<WebhookMessage> answered(Call caller) {
        ObjectNode established = AppMessages.state(GraphCallState.ESTABLISHED);
        established.set("activeModalities", SandboxJson.texts(caller.hasAudio() ? caller.modalities() : List.of()));
        established.putArray("requestedModalities");
        return List.of(
                messages.updated(NotificationKind.CALLER_ESTABLISHING, caller, GraphCallState.ESTABLISHING),
                messages.updated(NotificationKind.CALLER_ESTABLISHED, caller, GraphCallState.ESTABLISHED, established));
    }

    /** A bot alone in a meeting gets no roster, but for one that waits in the lobby. */
    @Override
    public List<WebhookMessage> joined(Call meeting) {
        ObjectNode establishing = AppMessages.state(GraphCallState.ESTABLISHING).put("direction", "outgoing");
        ObjectNode established = AppMessages.state(GraphCallState.ESTABLISHED);
        established.set("activeModalities", SandboxJson.texts(meeting.modalities()));
        List<WebhookMessage> told = new ArrayList<>();
        told.add(messages.updated(
                NotificationKind.MEETING_ESTABLISHING, meeting, GraphCallState.ESTABLISHING, establishing));
        if (meeting.isInLobby()) {
            told.add(whereTheBotIs(meeting));
        }
        told.add(messages.updated(
                NotificationKind.MEETING_ESTABLISHED, meeting, GraphCallState.ESTABLISHED, established));
        return told;
    }

    @Override
    public List<WebhookMessage> letIn(Call meeting) {
        return List.of(whereTheBotIs(meeting));
    }

    private WebhookMessage whereTheBotIs(Call meeting) {
        return messages.roster(NotificationKind.MEETING_ROSTER, meeting, meeting.people(), false);
    }

    @Override
    public List<WebhookMessage> invited(Call call, InviteOperation operation) {
        boolean inPlace = call.kind() == Call.Kind.CALLER;
        return List.of(messages.operation(call, operation), messages.roster(call, call.people(), inPlace));
    }

    /** The document prints this roster with the path of the caller's old call, though the caller is in the meeting. */
    @Override
    public List<WebhookMessage> replaced(Call meeting, Call caller, InviteOperation operation) {
        List<WebhookMessage> told = new ArrayList<>();
        told.add(messages.operation(meeting, operation));
        told.add(messages.roster(caller, List.of(caller.scenario().caller()), false));
        told.addAll(ended(caller, CallEnd.REPLACED));
        return told;
    }

    @Override
    public List<WebhookMessage> inviteFailed(Call call, InviteOperation operation) {
        return List.of(messages.operation(call, operation));
    }

    @Override
    public List<WebhookMessage> left(Call call) {
        return List.of(messages.roster(call, call.people(), false));
    }

    @Override
    public List<WebhookMessage> ended(Call call, CallEnd end) {
        ObjectNode reason =
                AppMessages.state(GraphCallState.TERMINATED).put("terminationReason", end.terminationReason());
        return switch (end) {
            case REJECTED -> List.of(messages.deleted(call, SandboxJson.object()));
            case EVERYBODY_LEFT -> List.of(messages.deleted(call, AppMessages.state(GraphCallState.TERMINATED)));
            case REDIRECTED ->
                List.of(
                        messages.updated(NotificationKind.CALLER_REDIRECTING, call, GraphCallState.REDIRECTING),
                        messages.deleted(call, reason));
            case BOT_HUNG_UP ->
                List.of(
                        messages.updated(NotificationKind.terminating(call), call, GraphCallState.TERMINATING),
                        messages.deleted(call, reason));
            case REPLACED, CALLER_HUNG_UP, UNANSWERED ->
                List.of(
                        messages.updated(NotificationKind.CALLER_TERMINATED, call, GraphCallState.TERMINATED, reason),
                        messages.deleted(call, SandboxJson.object()));
        };
    }
}
