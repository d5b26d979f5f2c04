package dev.callescalation.decision;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.NotFoundException;
import dev.callescalation.metrics.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Header;

/** What an operator does with dead letters, besides reading them. */
public final class DeadLetters implements MeterBinder {

    private final Clock clock = SteadyClock.ofThisProgram();
    private EscalationStore store;
    private DecisionMeters meters = new DecisionMeters(Metrics.nowhere());

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters = new DecisionMeters(registry);
    }

    /**
     * A dead letter that can be replayed or dismissed.
     *
     * @throws NotFoundException for an unknown id
     * @throws ConflictException when it is closed already
     */
    public DeadLetter open(@Header("id") String id) {
        DeadLetter letter = store.deadLetter(id).orElseThrow(() -> new NotFoundException("dead letter"));
        if (!letter.isOpen()) {
            throw closed();
        }
        return letter;
    }

    /**
     * Closes a dead letter for good.
     *
     * @throws NotFoundException for an unknown id
     * @throws ConflictException when it is closed already, or somebody else is faster
     */
    public void dismiss(@Header("id") String id) {
        DeadLetter dismissed = open(id).closed(DeadLetter.State.DISMISSED, clock.instant());
        if (!store.commit(new EscalationStore.Commit(null, null, null, List.of(), null, List.of(dismissed)))) {
            throw closed();
        }
        meters.letter(dismissed);
    }

    private static ConflictException closed() {
        return new ConflictException("It is closed already.");
    }
}
