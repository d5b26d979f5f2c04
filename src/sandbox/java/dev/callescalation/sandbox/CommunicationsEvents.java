package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What happens when, today (Microsoft Graph v1.0, "notifications" of call and participant: invite). */
final class CommunicationsEvents implements Events {

    private final CommunicationsMessages messages;

    CommunicationsEvents(CommunicationsMessages messages) {
        this.messages = messages;
    }

    @Override
    public List<WebhookMessage> incoming(Call caller) {
        return List.of(messages.created(caller));
    }

    @Override
    public List<WebhookMessage> answered(Call caller) {
        ObjectNode established = CommunicationsMessages.state(GraphCallState.ESTABLISHED);
        established.put("audio", caller.hasAudio() ? "active" : "inactive");
        return List.of(
                messages.updated(NotificationKind.CALLER_ESTABLISHING, caller, GraphCallState.ESTABLISHING),
                messages.updated(NotificationKind.CALLER_ESTABLISHED, caller, GraphCallState.ESTABLISHED, established));
    }

    @Override
    public List<WebhookMessage> joined(Call meeting) {
        ObjectNode establishing =
                CommunicationsMessages.state(GraphCallState.ESTABLISHING).put("direction", "outgoing");
        WebhookMessage begun = messages.updated(
                NotificationKind.MEETING_ESTABLISHING, meeting, GraphCallState.ESTABLISHING, establishing);
        WebhookMessage stands =
                messages.updated(NotificationKind.MEETING_ESTABLISHED, meeting, GraphCallState.ESTABLISHED);
        WebhookMessage roster = messages.roster(NotificationKind.MEETING_ROSTER, meeting);
        return meeting.isInLobby() ? List.of(begun, roster, stands) : List.of(begun, stands, roster);
    }

    @Override
    public List<WebhookMessage> letIn(Call meeting) {
        return List.of(messages.roster(NotificationKind.MEETING_ROSTER, meeting));
    }

    @Override
    public List<WebhookMessage> invited(Call call, InviteOperation operation) {
        return List.of(messages.operation(call, operation), messages.roster(NotificationKind.ROSTER, call));
    }

    @Override
    public List<WebhookMessage> replaced(Call meeting, Call caller, InviteOperation operation) {
        List<WebhookMessage> told = new ArrayList<>(invited(meeting, operation));
        told.addAll(ended(caller, CallEnd.REPLACED));
        return told;
    }

    @Override
    public List<WebhookMessage> inviteFailed(Call call, InviteOperation operation) {
        return List.of(messages.operation(call, operation));
    }

    @Override
    public List<WebhookMessage> left(Call call) {
        return List.of(messages.roster(NotificationKind.ROSTER, call));
    }

    @Override
    public List<WebhookMessage> ended(Call call, CallEnd end) {
        return switch (end) {
            case REJECTED -> List.of(messages.deleted(call, SandboxJson.object()));
            case EVERYBODY_LEFT ->
                List.of(messages.deleted(call, CommunicationsMessages.state(GraphCallState.TERMINATED)));
            case REDIRECTED ->
                List.of(messages.deleted(
                        call, messages.wholeCall(call).put("state", GraphCallState.TERMINATED.word())));
            case BOT_HUNG_UP ->
                List.of(
                        messages.updated(NotificationKind.terminating(call), call, GraphCallState.TERMINATING),
                        messages.deleted(call, end.result()));
            case REPLACED, CALLER_HUNG_UP, UNANSWERED -> List.of(messages.deleted(call, end.result()));
        };
    }
}
