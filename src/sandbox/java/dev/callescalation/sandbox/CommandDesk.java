package dev.callescalation.sandbox;

import java.util.Optional;

/** Lets a command happen, unless a fault scripts its reply or it may not happen at all. */
final class CommandDesk {

    private final String appId;
    private final FaultBook faults;
    private final Switchboard switchboard;
    private final MediaDesk media;

    CommandDesk(String appId, FaultBook faults, Switchboard switchboard, MediaDesk media) {
        this.appId = appId;
        this.faults = faults;
        this.switchboard = switchboard;
        this.media = media;
    }

    /** A command that is refused is a GraphError. */
    Reaction perform(Asked asked) {
        Optional<Fault.Reply> scripted = faults.take(
                asked.scenario().id(), Fault.Reply.class, fault -> asked.path().isNamed(fault.on()));
        boolean unknown = asked.path().command() == CommandKind.OTHER;
        if (scripted.filter(reply -> unknown || reply.replacesEffect()).isPresent()) {
            return Reaction.of(Reply.scripted(scripted.get()));
        }
        requireOwnApplication(asked.path().appId());
        asked.call().ifPresent(call -> requireUsable(call, asked.tenantId()));
        Reaction reaction = carryOut(asked);
        return scripted.map(fault -> new Reaction(Reply.scripted(fault), reaction.notifications(), reaction.later()))
                .orElse(reaction);
    }

    private Reaction carryOut(Asked asked) {
        Form form = asked.form();
        return switch (asked.path().command()) {
            case JOIN -> switchboard.join(asked.scenario(), asked.body(), form, asked.tenantId());
            case ANSWER -> switchboard.answer(asked.callOrStranger(), asked.body(), form);
            case REJECT -> switchboard.reject(asked.callOrStranger(), asked.body(), form);
            case REDIRECT -> switchboard.redirect(asked.callOrStranger(), asked.body(), form);
            case INVITE -> switchboard.invite(asked.callOrStranger(), asked.body(), form);
            case DELETE -> switchboard.delete(asked.callOrStranger());
            case GET -> switchboard.get(asked.callOrStranger(), asked.path().roster());
            case REMOVE ->
                switchboard.remove(asked.callOrStranger(), asked.path().participantId());
            case KEEP_ALIVE -> Reaction.of(Reply.empty(200));
            case PLAY_PROMPT -> media.playPrompt(asked.callOrStranger(), asked.body(), form);
            case SUBSCRIBE_TO_TONE -> media.subscribe(asked.callOrStranger(), asked.body(), form);
            case CANCEL_MEDIA -> media.cancel(asked.callOrStranger(), asked.body(), form);
            case TRANSFER -> media.transfer(asked.callOrStranger(), asked.body(), form);
            case MUTE, UNMUTE, UPDATE_RECORDING_STATUS, SEND_TONES, START_HOLD_MUSIC, STOP_HOLD_MUSIC ->
                media.other(asked.path().command(), asked.callOrStranger(), asked.body(), form);
            case OTHER -> throw GraphApi.noSuchCommand();
            case TOKEN -> throw new IllegalStateException("No path leads here: tokens have an address of their own.");
        };
    }

    private void requireOwnApplication(String askedAppId) {
        if (askedAppId != null && !askedAppId.equalsIgnoreCase(appId)) {
            throw GraphError.forbidden("The application " + askedAppId + " of the path is not that of the token.");
        }
    }

    private static void requireUsable(Call call, String tenantId) {
        if (call.isOver()) {
            throw GraphError.callNotFound(call.id());
        }
        if (!call.tenantId().equalsIgnoreCase(tenantId)) {
            throw GraphError.wrongTenant(
                    "The token is for tenant '" + tenantId + "'; the call is in tenant '" + call.tenantId() + "'.");
        }
    }
}
