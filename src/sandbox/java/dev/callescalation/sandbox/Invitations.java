package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.Fault.FailedOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings people into calls. As in Graph an invitation is first taken and then succeeds or fails; it fails when a fault
 * wants it, and where a bot asks too early, too late, or for the wrong person.
 */
final class Invitations {

    /** Wrong state for the operation, as Graph has been seen to say it: "DiagCode: 412#10073". */
    private static final int WRONG_STATE = 412;

    private static final int WRONG_STATE_SUBCODE = 10073;

    private final Directory directory;
    private final FaultBook faults;
    private final Replies replies;
    private final Map<Form, Events> events;

    Invitations(Directory directory, FaultBook faults, Replies replies, Map<Form, Events> events) {
        this.directory = directory;
        this.faults = faults;
        this.replies = replies;
        this.events = events;
    }

    Reaction invite(Call call, Invitation invitation, Form form) {
        String context = invitation.clientContext();
        InviteOperation operation = new InviteOperation(
                Ids.guid(), context == null ? Ids.hex(Ids.guid()) : context, invitation.participants(), null);
        Reply reply = replies.invited(form, call, operation);
        return call.kind() == Call.Kind.STRANGER
                ? Reaction.of(reply)
                : new Reaction(reply, carryOut(call, invitation, operation));
    }

    private List<WebhookMessage> carryOut(Call call, Invitation invitation, InviteOperation operation) {
        boolean promptPlays = call.scenario().calls().stream()
                .anyMatch(one -> !one.isOver() && !one.playing().isEmpty());
        if (promptPlays) {
            call.scenario().mistakes().add("An invitation came while a prompt played: the caller hears it twice.");
        }
        Events told = events.get(call.form());
        Call caller = Optional.ofNullable(invitation.replacedCallId())
                .flatMap(directory::call)
                .orElse(null);
        Optional<ResultInfo> failure = scripted(call, invitation).or(() -> obstacle(call, invitation, caller));
        if (failure.isPresent()) {
            return told.inviteFailed(call, operation.failed(failure.get()));
        }
        if (caller == null) {
            call.admit(invitation.identities());
            return told.invited(call, operation);
        }
        call.admit(List.of(caller.scenario().caller()));
        caller.end();
        directory.callEnded(caller.scenario());
        return told.replaced(call, caller, operation);
    }

    private Optional<ResultInfo> scripted(Call call, Invitation invitation) {
        return faults.take(call.scenario().id(), FailedOperation.class, fault -> true)
                .map(fault -> fault.message() == null
                        ? ResultInfo.inviteFailed(
                                fault.code(), fault.subcode(), idOf(invitation), "scripted by a fault")
                        : new ResultInfo(fault.code(), fault.subcode(), fault.message()));
    }

    private static Optional<ResultInfo> obstacle(Call call, Invitation invitation, Call caller) {
        String reason = null;
        if (call.state() != GraphCallState.ESTABLISHED) {
            reason = "the call that invites is " + call.state().word() + ", not established";
        } else if (call.isInLobby()) {
            reason = "the one who invites is in the lobby";
        } else if (caller != null && caller.isOver()) {
            reason = "the call to be replaced is over";
        } else if (caller != null && caller.state() != GraphCallState.ESTABLISHED) {
            reason = "the call to be replaced is " + caller.state().word() + ", not established";
        } else if (caller != null && (caller == call || caller.kind() != Call.Kind.CALLER)) {
            reason = "the call to be replaced is not the caller's";
        } else if (caller != null && !isIn(caller, invitation.identities().get(0))) {
            reason = "the invited one is not in the call to be replaced";
        }
        return Optional.ofNullable(reason)
                .map(why -> ResultInfo.inviteFailed(WRONG_STATE, WRONG_STATE_SUBCODE, idOf(invitation), why));
    }

    private static boolean isIn(Call caller, ObjectNode identity) {
        return IdentitySets.key(identity)
                .equals(IdentitySets.key(caller.scenario().caller()));
    }

    private static String idOf(Invitation invitation) {
        ObjectNode first = invitation.identities().get(0);
        return IdentitySets.kind(first)
                .map(kind -> first.path(kind).path("id").asText())
                .orElse("");
    }
}
