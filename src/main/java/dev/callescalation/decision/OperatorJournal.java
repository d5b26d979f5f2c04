package dev.callescalation.decision;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.JournalEntry.Acted;
import java.time.Instant;
import java.util.List;

/** Says in the journal of an escalation what somebody has done with one of its dead letters, and decides on nothing. */
record OperatorJournal(EscalationStore store) {

    /**
     * Closes a dead letter.
     *
     * @return false when somebody else has closed it before
     */
    boolean close(DeadLetter closed, Acted by) {
        String what = closed.state().toString();
        return commit(closed, List.of(closed), by, closed.closedAt(), what, what);
    }

    /** Notes that a dead letter stays open, though somebody has tried to replay it. */
    void failed(DeadLetter open, Acted by, Instant now) {
        commit(open, List.of(), by, now, DeadLetter.State.REPLAYED.toString(), "failed");
    }

    private boolean commit(
            DeadLetter letter, List<DeadLetter> closed, Acted by, Instant now, String what, String outcome) {
        for (int collisions = 0; collisions < OneCommit.MOST_COLLISIONS; collisions++) {
            Escalation known = store.find(letter.escalationId()).orElse(null);
            JournalEntry entry = known == null ? null : JournalEntry.of(by, now, what, outcome, letter, known);
            Escalation after = known == null ? null : known.withNextVersion();
            if (store.commit(new Commit(known, after, entry, List.of(), null, closed))) {
                return true;
            }
            if (!store.isOpen(letter)) {
                return false;
            }
        }
        throw new IllegalStateException("The journal collided " + OneCommit.MOST_COLLISIONS + " times in a row");
    }
}
