package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The last step of every decision: stores what happened, the new state and the commands in one commit. It sets the
 * variables {@code committed}, {@code commands} and {@code moments}; not committed means that somebody else has changed
 * the escalation meanwhile, and the decision has to be taken again.
 */
public final class CommitDecision implements Processor {

    private static final int MOST_COLLISIONS = 100;
    private static final int MS_PER_MINUTE = 60_000;

    private final Clock clock = Clock.systemUTC();
    private EscalationStore store;
    private long lookPeriodMs;

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    /** How long, in milliseconds, an open escalation waits for which a decision has set no other deadline. */
    public void setLookPeriodMs(long lookPeriodMs) {
        this.lookPeriodMs = lookPeriodMs;
    }

    @Override
    public void process(Exchange exchange) {
        Decision decision = exchange.getVariable("decision", Decision.class);
        Phase phase = Phase.of(text(exchange, "phase"));
        Escalation after = phase == Phase.NONE ? null : after(exchange, decision, phase);
        JournalEntry entry = entry(exchange, decision, phase);
        DeadLetter replayed = exchange.getVariable("deadLetter", DeadLetter.class);
        if (replayed != null) {
            decision.letters().add(replayed.closed(DeadLetter.State.REPLAYED, clock.instant()));
        }
        boolean committed = store.commit(new EscalationStore.Commit(
                decision.before(), after, entry, decision.queued(), decision.answered(), decision.letters()));
        exchange.setVariable("committed", committed);
        if (committed) {
            // it is closed, and the commands that leave now, with a copy of the variables, are no replay
            exchange.removeVariable("deadLetter");
        } else {
            refuseIfClosed(replayed);
            countCollision(exchange);
        }
        exchange.setVariable("commands", committed ? List.copyOf(decision.queued()) : List.<Command>of());
        exchange.setVariable("moments", committed ? List.copyOf(decision.moments()) : List.<String>of());
    }

    /** Whoever replays the same dead letter at the same time has been faster. */
    private void refuseIfClosed(DeadLetter replayed) {
        if (replayed != null
                && !store.deadLetter(replayed.id()).map(DeadLetter::isOpen).orElse(false)) {
            throw new ReplayRefusedException("The dead letter has been closed meanwhile.");
        }
    }

    /** Somebody else is faster now and then; for ever it is a defect, and what it is about is parked. */
    private static void countCollision(Exchange exchange) {
        int collisions = exchange.getVariable("collisions", 0, Integer.class) + 1;
        exchange.setVariable("collisions", collisions);
        if (collisions > MOST_COLLISIONS) {
            throw new IllegalStateException("The decision collided " + collisions + " times in a row");
        }
    }

    private Escalation after(Exchange exchange, Decision decision, Phase phase) {
        Escalation before = decision.before();
        Instant now = clock.instant();
        return new Escalation(
                decision.escalationId(),
                before == null ? 1 : before.version() + 1,
                phase,
                text(exchange, "mode"),
                text(exchange, "prefix"),
                text(exchange, "tenantId"),
                text(exchange, "meetingTenantId"),
                text(exchange, "scenarioId"),
                exchange.getVariable("caller", com.fasterxml.jackson.databind.JsonNode.class),
                decision.incoming(),
                text(exchange, "callerCallId"),
                text(exchange, "callerCallState"),
                text(exchange, "meetingCallId"),
                text(exchange, "meetingCallState"),
                text(exchange, "callerSeenAs"),
                exchange.getVariable("botIsInLobby", false, Boolean.class),
                decision.waiting(),
                decision.operations(),
                text(exchange, "failure"),
                deadline(exchange, before, phase, now),
                keepAliveAt(exchange, before, phase, now),
                before == null ? decision.entry().at() : before.createdAt(),
                now);
    }

    /**
     * A new phase waits for something else; in the same one the old deadline holds until it has been decided on. What
     * is open is never without one, so that nothing can be forgotten.
     */
    private Instant deadline(Exchange exchange, Escalation before, Phase phase, Instant now) {
        if (phase.isOver()) {
            return null;
        }
        String wait = text(exchange, "deadlineMs");
        if (!wait.isEmpty()) {
            return now.plusMillis(Long.parseLong(wait));
        }
        boolean decidedOn = exchange.getVariable("stillAwaited", false, Boolean.class);
        boolean sameWait = before != null && before.phase() == phase && before.deadline() != null && !decidedOn;
        return sameWait ? before.deadline() : now.plusMillis(lookPeriodMs);
    }

    private static Instant keepAliveAt(Exchange exchange, Escalation before, Phase phase, Instant now) {
        if (phase.isOver()) {
            return null;
        }
        String minutes = text(exchange, "keepAliveMinutes");
        if (!minutes.isEmpty()) {
            return now.plusMillis((long) (Double.parseDouble(minutes) * MS_PER_MINUTE));
        }
        boolean decidedOn = exchange.getVariable("keepAliveDue", false, Boolean.class);
        return before == null || decidedOn ? null : before.keepAliveAt();
    }

    private static JournalEntry entry(Exchange exchange, Decision decision, Phase phase) {
        JournalEntry read = decision.entry();
        return new JournalEntry(
                read.at(),
                phase == Phase.NONE ? "" : decision.escalationId(),
                read.callId(),
                read.event(),
                read.summary(),
                read.leg(),
                text(exchange, "outcome"),
                phase,
                read.message(),
                decision.queued());
    }

    private static String text(Exchange exchange, String variable) {
        return exchange.getVariable(variable, "", String.class);
    }
}
