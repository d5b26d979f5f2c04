package dev.callescalation.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The notifications the sandbox sends. "Caller" is the peer-to-peer call that reached the bot, "meeting" the group call
 * that the bot joined; {@link #ANY} exists for faults only.
 */
public enum NotificationKind {
    INCOMING,
    CALLER_ESTABLISHING,
    CALLER_ESTABLISHED,
    CALLER_AUDIO,
    CALLER_TONE,
    CALLER_TRANSFER,
    CALLER_REDIRECTING,
    CALLER_TERMINATING,
    CALLER_TERMINATED,
    CALLER_DELETED,
    MEETING_ESTABLISHING,
    MEETING_ESTABLISHED,
    MEETING_ROSTER,
    MEETING_TERMINATING,
    MEETING_DELETED,
    OPERATION,
    ROSTER,
    SKYPE_INCOMING,
    ANY;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in faults, such as {@code caller-established}. */
    public String word() {
        return word;
    }

    boolean covers(NotificationKind other) {
        return this == ANY || this == other;
    }

    static NotificationKind deleted(Call call) {
        return call.kind() == Call.Kind.MEETING ? MEETING_DELETED : CALLER_DELETED;
    }

    static NotificationKind terminating(Call call) {
        return call.kind() == Call.Kind.MEETING ? MEETING_TERMINATING : CALLER_TERMINATING;
    }

    static Optional<NotificationKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(NotificationKind::word).collect(Collectors.joining(", "));
    }
}
