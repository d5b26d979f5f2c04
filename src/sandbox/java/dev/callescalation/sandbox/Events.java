package dev.callescalation.sandbox;

import java.util.List;

/** The notifications of each event, in their order. There is one implementation for each form. */
interface Events {

    static Events of(Form form, String appId) {
        return form.old()
                ? new AppEvents(new AppMessages(form, appId))
                : new CommunicationsEvents(new CommunicationsMessages(appId));
    }

    List<WebhookMessage> incoming(Call caller);

    List<WebhookMessage> answered(Call caller);

    List<WebhookMessage> joined(Call meeting);

    /** The bot has come from the lobby into the meeting. */
    List<WebhookMessage> letIn(Call meeting);

    /** People are in whom the bot invited. */
    List<WebhookMessage> invited(Call call, InviteOperation operation);

    /** The caller is in the meeting, and the peer-to-peer call is over. */
    List<WebhookMessage> replaced(Call meeting, Call caller, InviteOperation operation);

    List<WebhookMessage> inviteFailed(Call call, InviteOperation operation);

    /** Somebody has been taken out of a call. */
    List<WebhookMessage> left(Call call);

    List<WebhookMessage> ended(Call call, CallEnd end);
}
