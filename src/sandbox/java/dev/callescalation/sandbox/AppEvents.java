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
    public List<Notification> incoming(Call caller) {
        return List.of(messages.created(caller));
    }

    @Override
    public List<Notification> answered(Call caller) {
        ObjectNode established = AppMessages.state(CallState.ESTABLISHED);
        established.set("activeModalities", Json.texts(caller.modalities()));
        established.putArray("requestedModalities");
        return List.of(
                messages.updated(NotificationKind.CALLER_ESTABLISHING, caller, CallState.ESTABLISHING),
                messages.updated(NotificationKind.CALLER_ESTABLISHED, caller, CallState.ESTABLISHED, established));
    }

    /** A bot alone in a meeting gets no roster, but for one that waits in the lobby. */
    @Override
    public List<Notification> joined(Call meeting) {
        ObjectNode establishing = AppMessages.state(CallState.ESTABLISHING).put("direction", "outgoing");
        ObjectNode established = AppMessages.state(CallState.ESTABLISHED);
        established.set("activeModalities", Json.texts(meeting.modalities()));
        List<Notification> told = new ArrayList<>();
        told.add(
                messages.updated(NotificationKind.MEETING_ESTABLISHING, meeting, CallState.ESTABLISHING, establishing));
        if (meeting.isInLobby()) {
            told.add(whereTheBotIs(meeting));
        }
        told.add(messages.updated(NotificationKind.MEETING_ESTABLISHED, meeting, CallState.ESTABLISHED, established));
        return told;
    }

    @Override
    public List<Notification> letIn(Call meeting) {
        return List.of(whereTheBotIs(meeting));
    }

    private Notification whereTheBotIs(Call meeting) {
        return messages.roster(NotificationKind.MEETING_ROSTER, meeting, meeting.people(), false);
    }

    @Override
    public List<Notification> invited(Call call, Operation operation) {
        boolean inPlace = call.kind() == Call.Kind.CALLER;
        return List.of(messages.operation(call, operation), messages.roster(call, call.people(), inPlace));
    }

    /** The roster has the path of the caller's old call, though he is in the meeting: so the document prints it. */
    @Override
    public List<Notification> replaced(Call meeting, Call caller, Operation operation) {
        List<Notification> told = new ArrayList<>();
        told.add(messages.operation(meeting, operation));
        told.add(messages.roster(caller, List.of(caller.scenario().caller()), false));
        told.addAll(ended(caller, CallEnd.REPLACED));
        return told;
    }

    @Override
    public List<Notification> inviteFailed(Call call, Operation operation) {
        return List.of(messages.operation(call, operation));
    }

    @Override
    public List<Notification> left(Call call) {
        return List.of(messages.roster(call, call.people(), false));
    }

    @Override
    public List<Notification> ended(Call call, CallEnd end) {
        ObjectNode reason = AppMessages.state(CallState.TERMINATED).put("terminationReason", end.terminationReason());
        return switch (end) {
            case REJECTED -> List.of(messages.deleted(call, Json.object()));
            case EVERYBODY_LEFT -> List.of(messages.deleted(call, AppMessages.state(CallState.TERMINATED)));
            case REDIRECTED ->
                List.of(
                        messages.updated(NotificationKind.CALLER_REDIRECTING, call, CallState.REDIRECTING),
                        messages.deleted(call, reason));
            case BOT_HUNG_UP ->
                List.of(
                        messages.updated(NotificationKind.terminating(call), call, CallState.TERMINATING),
                        messages.deleted(call, reason));
            case REPLACED, CALLER_HUNG_UP, UNANSWERED ->
                List.of(
                        messages.updated(NotificationKind.CALLER_TERMINATED, call, CallState.TERMINATED, reason),
                        messages.deleted(call, Json.object()));
        };
    }
}
