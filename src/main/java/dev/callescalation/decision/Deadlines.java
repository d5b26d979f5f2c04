package dev.callescalation.decision;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.EscalationStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Finds the escalations whose deadline has passed. */
public final class Deadlines {

    /** A deadline that is taken and not decided on within this time is handed out again. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final int MOST_AT_ONCE = 200;

    private final Clock clock = SteadyClock.ofThisProgram();
    private EscalationStore store;

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    public List<DeadlinePassed> passed() {
        return store.overdue(clock.instant(), LEASE, MOST_AT_ONCE);
    }
}
