package dev.callescalation.check;

import dev.callescalation.notification.CallState;
import dev.callescalation.notification.Identities;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that a variable may hold, as docs/variables.md lists them.
 *
 * @param open whether Graph may send others
 */
record Vocabulary(Set<String> words, boolean open) {

    private static final Vocabulary YES_OR_NO = closed("true", "false");
    private static final Vocabulary MODE = closed("meeting", "in-place");
    private static final Vocabulary STATE =
            open(Stream.of(CallState.values()).map(CallState::toString).toArray(String[]::new));
    private static final Vocabulary COMMAND =
            closed("", "notStarted", "running", "completed", "gone", "refused", "expired");

    /** Facts; routes only read them. */
    static final Map<String, Vocabulary> FACTS = Map.ofEntries(
            Map.entry("event", closed("notification", "reply", "request", "deadline", "command")),
            Map.entry("leg", closed("", "caller", "meeting", "duplicate-leg")),
            Map.entry("ended", closed("", "caller", "meeting")),
            Map.entry("reply", closed("", "accepted", "gone", "refused", "expired", "unknown")),
            Map.entry(
                    "operationStatus",
                    closed("", "notStarted", "running", "completed", "failed", "repeated", "unknown")),
            Map.entry("answer", COMMAND),
            Map.entry("join", COMMAND),
            Map.entry("prompt", COMMAND),
            Map.entry("transfer", COMMAND),
            Map.entry("audio", open("", "active", "inactive")),
            Map.entry("dialect", closed("app", "communications")),
            Map.entry("mode", MODE),
            Map.entry("over", YES_OR_NO),
            Map.entry("ours", YES_OR_NO),
            Map.entry("inLobby", YES_OR_NO),
            Map.entry("admitted", YES_OR_NO),
            Map.entry("overdue", YES_OR_NO),
            Map.entry("keepAliveDue", YES_OR_NO),
            Map.entry("changeType", open("created", "updated", "deleted")),
            Map.entry("resourceType", open("call", "participant", "commsOperation", "contentSharingSession")),
            Map.entry("direction", open("incoming", "outgoing")),
            Map.entry("callState", STATE),
            Map.entry("callerCall", STATE),
            Map.entry("meetingCall", STATE),
            Map.entry("callerKind", open(Identities.KINDS.toArray(String[]::new))));

    /** What policies write; a route may add a word when it both writes and reads it. */
    static final Map<String, Vocabulary> POLICIES = Map.of(
            "admission", closed("answer", "reject", "redirect", "forward"),
            "escalationMode", MODE,
            "rejectReason", closed("none", "busy", "forbidden"),
            "nextTry", closed("retry", "ring", "wait", "give-up"));

    private static Vocabulary closed(String... words) {
        return new Vocabulary(Set.of(words), false);
    }

    private static Vocabulary open(String... words) {
        return new Vocabulary(Set.of(words), true);
    }

    /** In the order of the alphabet, without the empty one. */
    Set<String> named() {
        return words.stream().filter(word -> !word.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a word that is none of them is a mistake: of an open list, when it seems to mean one. */
    boolean misses(String word) {
        return !word.isEmpty() && (!open || Suggestions.to(word, named()).isPresent());
    }
}
