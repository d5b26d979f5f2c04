package dev.callescalation.decision;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.JournalEntry.Acted;

/** A dead letter whose message is to be decided on again, and who wants that. */
public record Replay(DeadLetter letter, Acted by) {

    /** Without the message, which may be long. */
    @Override
    public String toString() {
        return "replay of " + letter.id();
    }
}
