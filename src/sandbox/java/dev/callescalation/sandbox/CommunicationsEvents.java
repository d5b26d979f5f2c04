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
    public List<Notification> incoming(Call caller) {
        return List.of(messages.created(caller));
    }

    @Override
    public List<Notification> answered(Call caller) {
        ObjectNode established = CommunicationsMessages.state(CallState.ESTABLISHED);
        established.set("mediaState", Json.typed("callMediaState").put("audio", "active"));
        return List.of(
                messages.updated(NotificationKind.CALLER_ESTABLISHING, caller, CallState.ESTABLISHING),
                messages.updated(NotificationKind.CALLER_ESTABLISHED, caller, CallState.ESTABLISHED, established));
    }

    @Override
    public List<Notification> joined(Call meeting) {
        ObjectNode establishing =
                CommunicationsMessages.state(CallState.ESTABLISHING).put("direction", "outgoing");
        Notification begun =
                messages.updated(NotificationKind.MEETING_ESTABLISHING, meeting, CallState.ESTABLISHING, establishing);
        Notification stands = messages.updated(NotificationKind.MEETING_ESTABLISHED, meeting, CallState.ESTABLISHED);
        Notification roster = messages.roster(NotificationKind.MEETING_ROSTER, meeting);
        return meeting.isInLobby() ? List.of(begun, roster, stands) : List.of(begun, stands, roster);
    }

    @Override
    public List<Notification> letIn(Call meeting) {
        return List.of(messages.roster(NotificationKind.MEETING_ROSTER, meeting));
    }

    @Override
    public List<Notification> invited(Call call, Operation operation) {
        return List.of(messages.operation(call, operation), messages.roster(NotificationKind.ROSTER, call));
    }

    @Override
    public List<Notification> replaced(Call meeting, Call caller, Operation operation) {
        List<Notification> told = new ArrayList<>(invited(meeting, operation));
        told.addAll(ended(caller, CallEnd.REPLACED));
        return told;
    }

    @Override
    public List<Notification> inviteFailed(Call call, Operation operation) {
        return List.of(messages.operation(call, operation));
    }

    @Override
    public List<Notification> left(Call call) {
        return List.of(messages.roster(NotificationKind.ROSTER, call));
    }

    @Override
    public List<Notification> ended(Call call, CallEnd end) {
        return switch (end) {
            case REJECTED -> List.of(messages.deleted(call, Json.object()));
            case EVERYBODY_LEFT -> List.of(messages.deleted(call, CommunicationsMessages.state(CallState.TERMINATED)));
            case REDIRECTED ->
                List.of(messages.deleted(call, messages.wholeCall(call).put("state", CallState.TERMINATED.word())));
            case BOT_HUNG_UP ->
                List.of(
                        messages.updated(NotificationKind.terminating(call), call, CallState.TERMINATING),
                        messages.deleted(call, end.result()));
            case REPLACED, CALLER_HUNG_UP, UNANSWERED -> List.of(messages.deleted(call, end.result()));
        };
    }
}
