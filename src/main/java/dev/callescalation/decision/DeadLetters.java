package dev.callescalation.decision;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.JournalEntry.Acted;
import dev.callescalation.escalation.NotFoundException;
import dev.callescalation.metrics.Metrics;
import dev.callescalation.notification.MalformedMessageException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.ext.auth.User;
import java.time.Clock;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

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
     * A dead letter to be replayed.
     *
     * @param body {@code {"reason": "…"}}; may be null or empty
     * @throws NotFoundException         for an unknown id
     * @throws ConflictException         when it is closed already
     * @throws MalformedMessageException when the body is something else
     */
    public Replay open(
            @Header("id") String id,
            @Header(VertxPlatformHttpConstants.AUTHENTICATED_USER) User user,
            @Body byte[] body) {
        return open(id, ActionReader.who(user, ActionReader.read(body)));
    }

    /** The same for somebody whose reason is known. */
    public Replay open(String id, Acted by) {
        DeadLetter letter = store.deadLetter(id).orElseThrow(() -> new NotFoundException("dead letter"));
        if (!letter.isOpen()) {
            throw closed();
        }
        return new Replay(letter, by);
    }

    /**
     * Closes a dead letter for good.
     *
     * @param body {@code {"reason": "…"}}; may be null or empty
     * @throws NotFoundException         for an unknown id
     * @throws ConflictException         when it is closed already, or somebody else is faster
     * @throws MalformedMessageException when the body is something else
     */
    public void dismiss(
            @Header("id") String id,
            @Header(VertxPlatformHttpConstants.AUTHENTICATED_USER) User user,
            @Body byte[] body) {
        dismiss(id, ActionReader.who(user, ActionReader.read(body)));
    }

    /** The same for somebody whose reason is known. */
    public void dismiss(String id, Acted by) {
        DeadLetter dismissed = open(id, by).letter().closed(DeadLetter.State.DISMISSED, clock.instant());
        if (!new OperatorJournal(store).close(dismissed, by)) {
            throw closed();
        }
        meters.letter(dismissed);
    }

    private static ConflictException closed() {
        return new ConflictException("It is closed already.");
    }
}
