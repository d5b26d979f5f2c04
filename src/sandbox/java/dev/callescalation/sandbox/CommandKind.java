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
    TOKEN("token");

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
                .filter(command -> command.word.equals(word))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(CommandKind::word).collect(Collectors.joining(", "));
    }
}
