package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.Fault.HangUp;
import dev.callescalation.sandbox.Fault.HangUp.When;
import dev.callescalation.sandbox.Fault.LateAudio;
import dev.callescalation.sandbox.Fault.Lobby;
import dev.callescalation.sandbox.Reaction.Later;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connects, moves and ends calls. A call of which nothing is known is taken for good: its commands succeed every time,
 * cause no notifications and leave nothing behind. Touched by the event loop only.
 */
final class Switchboard {

    private final String appId;
    private final Directory directory;
    private final FaultBook faults;
    private final Replies replies;
    private final Map<Form, Events> events = new EnumMap<>(Form.class);
    private final Invitations invitations;

    Switchboard(String appId, Directory directory, FaultBook faults) {
        this.appId = appId;
        this.directory = directory;
        this.faults = faults;
        this.replies = new Replies(appId);
        for (Form form : Form.values()) {
            events.put(form, Events.of(form, appId));
        }
        this.invitations = new Invitations(directory, faults, replies, events);
    }

    /** Lets somebody call the bot; the notifications announce it. */
    List<WebhookMessage> ring(Scenario scenario, String webhook) {
        Call caller = Call.incoming(scenario, webhook);
        directory.add(scenario);
        directory.add(caller);
        List<WebhookMessage> told = new ArrayList<>(events.get(caller.form()).incoming(caller));
        told.addAll(hangUp(scenario, When.RINGING));
        return told;
    }

    /** Ends a call that nobody answered; nothing happens to any other. */
    List<WebhookMessage> stopRinging(Call caller) {
        return caller.state() == GraphCallState.INCOMING && !caller.isOver()
                ? end(caller, CallEnd.UNANSWERED)
                : List.of();
    }

    /** Ends a meeting that everybody has left; nothing happens to any other call. */
    List<WebhookMessage> endMeeting(Call call) {
        return call.kind() == Call.Kind.MEETING && !call.isOver() ? end(call, CallEnd.EVERYBODY_LEFT) : List.of();
    }

    /** Somebody else than the bot ends it: the caller hangs up, or everybody leaves the meeting. */
    List<WebhookMessage> endForOthers(Call call) {
        return end(call, call.kind() == Call.Kind.MEETING ? CallEnd.EVERYBODY_LEFT : CallEnd.CALLER_HUNG_UP);
    }

    Reaction answer(Call call, JsonNode json, Form form) {
        Answer answer = Answer.of(json, form);
        requireRinging(call);
        List<WebhookMessage> told = new ArrayList<>();
        if (call.kind() == Call.Kind.CALLER) {
            boolean audio = answer.serviceHosted() && answer.modalities().contains("audio");
            Optional<LateAudio> late =
                    audio ? faults.take(call.scenario().id(), LateAudio.class, fault -> true) : Optional.empty();
            call.answered(answer.callback(), answer.modalities(), audio && late.isEmpty());
            told.addAll(events.get(call.form()).answered(call));
            told.addAll(hangUp(call.scenario(), When.ANSWERED));
            return new Reaction(
                    replies.answered(form), told, late.map(fault -> new Later(fault.after(), () -> withAudio(call))));
        }
        return Reaction.of(replies.answered(form));
    }

    private List<WebhookMessage> withAudio(Call call) {
        if (call.isOver()) {
            return List.of();
        }
        call.activateAudio();
        return List.of(new MediaEvents(call.form(), appId).audio(call));
    }

    Reaction reject(Call call, JsonNode json, Form form) {
        return refuse(call, CallRefusal.reject(json, form), CallEnd.REJECTED);
    }

    Reaction redirect(Call call, JsonNode json, Form form) {
        return refuse(call, CallRefusal.redirect(json, form), CallEnd.REDIRECTED);
    }

    private Reaction refuse(Call call, CallRefusal refusal, CallEnd end) {
        requireRinging(call);
        if (refusal.callback() != null) {
            call.callback(refusal.callback());
        }
        return new Reaction(Reply.empty(202), end(call, end));
    }

    /** A bot may join as often as it likes: every time is a call of its own. */
    Reaction join(Scenario scenario, JsonNode json, Form form, String tokenTenant) {
        Join join = Join.of(json, form);
        String tenant = json.path("tenantId").asText();
        if (!form.old() && !tenant.equalsIgnoreCase(tokenTenant)) {
            throw GraphError.wrongTenant("The property 'tenantId' of 'call' is '" + tenant
                    + "'; it must be the tenant of the token, which is '" + tokenTenant + "'.");
        }
        Call meeting = Call.joined(scenario, form, join, tokenTenant);
        List<WebhookMessage> told = new ArrayList<>();
        Optional<Lobby> lobby = Optional.empty();
        if (scenario.isKnown()) {
            directory.add(meeting);
            lobby = faults.take(scenario.id(), Lobby.class, fault -> true);
            lobby.ifPresent(fault -> meeting.holdInLobby());
            told.addAll(hangUp(scenario, When.JOINING));
            told.addAll(events.get(form).joined(meeting));
        }
        return new Reaction(
                replies.joined(meeting),
                told,
                lobby.map(Lobby::admittedAfter).map(after -> new Later(after, () -> letIn(meeting))));
    }

    private List<WebhookMessage> letIn(Call meeting) {
        meeting.letIn();
        return meeting.isOver() ? List.of() : events.get(meeting.form()).letIn(meeting);
    }

    Reaction invite(Call call, JsonNode json, Form form) {
        List<WebhookMessage> told = new ArrayList<>();
        Invitation invitation = Invitation.of(json, form, call.isPeerToPeer());
        if (call.scenario().isKnown()) {
            told.addAll(hangUp(call.scenario(), When.INVITING));
        }
        Reaction invited = invitations.invite(call, invitation, form);
        told.addAll(invited.notifications());
        return new Reaction(invited.reply(), told);
    }

    Reaction delete(Call call) {
        return new Reaction(Reply.empty(204), end(call, CallEnd.BOT_HUNG_UP));
    }

    Reaction get(Call call, boolean roster) {
        return Reaction.of(roster ? replies.participants(call) : replies.call(call));
    }

    /** Takes a person out of a call; who is removed gets no notice, the bot a new roster. */
    Reaction remove(Call call, String participantId) {
        if (call.kind() == Call.Kind.STRANGER) {
            return Reaction.of(Reply.empty(204));
        }
        if (!call.dismiss(
                person -> CommunicationsMessages.participantId(call, person).equals(participantId))) {
            throw GraphError.participantNotFound(participantId);
        }
        return new Reaction(Reply.empty(204), events.get(call.form()).left(call));
    }

    private List<WebhookMessage> hangUp(Scenario scenario, When when) {
        Call caller = scenario.callerCall();
        boolean now = !caller.isOver()
                && faults.take(scenario.id(), HangUp.class, fault -> fault.when() == when)
                        .isPresent();
        return now ? end(caller, CallEnd.CALLER_HUNG_UP) : List.of();
    }

    private List<WebhookMessage> end(Call call, CallEnd end) {
        if (call.kind() == Call.Kind.STRANGER) {
            return List.of();
        }
        call.end();
        directory.callEnded(call.scenario());
        return events.get(call.form()).ended(call, end);
    }

    private static void requireRinging(Call call) {
        if (call.kind() != Call.Kind.STRANGER && call.state() != GraphCallState.INCOMING) {
            throw GraphError.conflict(
                    "The call " + call.id() + " is " + call.state().word()
                            + "; only an incoming call can be answered, rejected or redirected, and only once.");
        }
    }
}
