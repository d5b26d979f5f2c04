package dev.callescalation.decision;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.EscalationStore;
import java.time.Clock;
import java.util.List;

/** What an operator does with dead letters, besides reading them. */
public final class DeadLetters {

    private final Clock clock = Clock.systemUTC();
    private EscalationStore store;

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    /** Null for an unknown id. */
    public DeadLetter find(String id) {
        return store.deadLetter(id).orElse(null);
    }

    /** Closes a dead letter for good; false when it is closed already. */
    public boolean dismiss(DeadLetter letter) {
        DeadLetter dismissed = letter.closed(DeadLetter.State.DISMISSED, clock.instant());
        return store.commit(new EscalationStore.Commit(null, null, null, List.of(), null, List.of(dismissed)));
    }
}
