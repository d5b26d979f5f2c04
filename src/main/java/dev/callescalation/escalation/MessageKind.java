package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.Decidable;
import dev.callescalation.notification.Notification;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a decision is taken on, and a dead letter holds. Journal and control port write the name in lower case. */
public enum MessageKind {
    /** Graph sent news. */
    NOTIFICATION(Notification.class),
    /** Graph answered a command. */
    REPLY(CommandReply.class),
    /** Something had not come in time. */
    DEADLINE(DeadlinePassed.class),
    /** Another system asked for people. */
    REQUEST(InviteRequest.class),
    /** A command that failed for good. */
    COMMAND(Command.class);

    private final Class<? extends Decidable> type;
    private final String text = name().toLowerCase(Locale.ROOT);

    MessageKind(Class<? extends Decidable> type) {
        this.type = type;
    }

    /** The class of such a message. */
    public Class<? extends Decidable> type() {
        return type;
    }

    /** Which kind of message that is; empty for what {@code direct:decide} does not take. */
    public static Optional<MessageKind> find(Object message) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.isInstance(message))
                .findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
