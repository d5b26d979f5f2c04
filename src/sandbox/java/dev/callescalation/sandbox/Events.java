package dev.callescalation.sandbox;

import java.util.List;

/** What the service tells a bot, in the order in which it tells it. There is one for each dialect. */
interface Events {

    static Events of(Dialect dialect, String appId) {
        return dialect.old()
                ? new AppEvents(new AppMessages(dialect, appId))
                : new CommunicationsEvents(new CommunicationsMessages(appId));
    }

    List<Notification> incoming(Call caller);

    List<Notification> answered(Call caller);

    List<Notification> joined(Call meeting);

    /** The bot has come from the lobby into the meeting. */
    List<Notification> letIn(Call meeting);

    /** People are in whom the bot invited. */
    List<Notification> invited(Call call, Operation operation);

    /** The caller is in the meeting, and his peer-to-peer call is over. */
    List<Notification> replaced(Call meeting, Call caller, Operation operation);

    List<Notification> inviteFailed(Call call, Operation operation);

    /** Somebody has been taken out of a call. */
    List<Notification> left(Call call);

    List<Notification> ended(Call call, CallEnd end);
}
