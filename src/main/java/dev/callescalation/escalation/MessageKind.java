package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.Notification;
import java.util.Arrays;
import java.util.Locale;

/** What a dead letter holds. The control port writes the name in lower case. */
public enum MessageKind {
    /** Graph told something. */
    NOTIFICATION(Notification.class),
    /** Graph answered a command. */
    REPLY(CommandReply.class),
    /** Something had not come in time. */
    DEADLINE(DeadlinePassed.class),
    /** Another system asked for people; only where a route of an integrator hands its requests to decide-or-park. */
    REQUEST(InviteRequest.class),
    /** A command that failed for good. */
    COMMAND(Command.class);

    private final Class<?> type;

    MessageKind(Class<?> type) {
        this.type = type;
    }

    /** The class of such a message. */
    public Class<?> type() {
        return type;
    }

    /**
     * @throws IllegalArgumentException for what {@code direct:decide} does not take
     */
    static MessageKind of(Object message) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.isInstance(message))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("direct:decide takes a Notification, a CommandReply,"
                        + " a DeadlinePassed, an InviteRequest or a Command"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
