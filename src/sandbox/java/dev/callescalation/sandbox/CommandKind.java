package dev.callescalation.sandbox;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a bot asks of Graph. {@link #GET} covers reading a call and reading its participants. */
public enum CommandKind {
    ANSWER("answer"),
    REJECT("reject"),
    REDIRECT("redirect"),
    JOIN("join"),
    INVITE("invite"),
    DELETE("delete"),
    GET("get"),
    KEEP_ALIVE("keepAlive"),
    REMOVE("remove"),
    PLAY_PROMPT("playPrompt"),
    SUBSCRIBE_TO_TONE("subscribeToTone"),
    CANCEL_MEDIA("cancelMediaProcessing"),
    TRANSFER("transfer"),
    MUTE("mute"),
    UNMUTE("unmute"),
    UPDATE_RECORDING_STATUS("updateRecordingStatus"),
    SEND_TONES("sendDtmfTones"),
    START_HOLD_MUSIC("startHoldMusic"),
    STOP_HOLD_MUSIC("stopHoldMusic"),
    TOKEN("token"),
    /** Any other action on a call. It has no name of its own here; only a fault knows what Graph replies to it. */
    OTHER("");

    private final String word;

    CommandKind(String word) {
        this.word = word;
    }

    /** The name in faults, and, for actions on a call, the last segment of the path. */
    public String word() {
        return word;
    }

    static Optional<CommandKind> of(String word) {
        return Arrays.stream(values())
                .filter(command -> command != OTHER && command.word.equals(word))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values())
                .filter(command -> command != OTHER)
                .map(CommandKind::word)
                .collect(Collectors.joining(", "));
    }
}
