package dev.callescalation.decision;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.graph.Command;
import dev.callescalation.metrics.Metrics;
import dev.callescalation.notification.Decidable;
import dev.callescalation.notification.KnownPeople;
import dev.callescalation.notification.Masks;
import dev.callescalation.store.StoreUnavailableException;
import dev.callescalation.trace.LogContext;
import dev.callescalation.trace.Step;
import dev.callescalation.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy around every decision. For each message in the body it reads the escalation, merges the news, sets the
 * {@link Facts}, runs the steps, and stores what they have decided in one commit: journal entry, state and commands.
 *
 * <ul>
 *   <li>No lock is held while the steps run. When another thread or node has changed the escalation meanwhile, nothing
 *       is stored, and the steps run again on a fresh copy of what is known then.
 *   <li>What throws has changed nothing. A message of Graph and a deadline are kept as a dead letter; somebody who
 *       waits for the result of a request or of a replay gets the exception.
 *   <li>When the store is away nothing can be kept: the exception goes to the caller, so that Graph sends again.
 *   <li>After the commit the commands go to {@code seda:send-command} and the moments to {@code seda:announce}, each in
 *       an exchange of its own.
 * </ul>
 *
 * <p>The body is one message, a list of messages, or a {@link Replay}. After one message, the variables {@code
 * outcome}, {@code escalationId}, {@code callId}, {@code phase} and {@code commands} of the calling exchange say what
 * was decided; the header Location says where the call is forwarded to, if it is. The body is empty then.
 */
public final class OneCommit implements Policy, MeterBinder {

    static final int MOST_COLLISIONS = 100;

    /** Named after the moment. */
    private static final Logger FAILED = LoggerFactory.getLogger("escalation-failed");

    private final Clock clock = SteadyClock.ofThisProgram();
    private Traces traces = new Traces();
    private EscalationStore store;
    private String tenantId = "";
    private String appId = "";
    private Duration longestWait = Duration.ZERO;
    private DecisionMeters meters = new DecisionMeters(Metrics.nowhere());

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    public void setTraces(Traces traces) {
        this.traces = traces;
    }

    /** The tenant where neither the call nor the token of its notification names one. */
    public void setTenantId(String tenantId) {
        this.tenantId = tenantId;
    }

    /** Application id of the bot, by which a roster lists it. */
    public void setAppId(String appId) {
        this.appId = appId;
    }

    /** How long, in milliseconds, an open escalation waits for which a decision has set no other deadline. */
    public void setLookPeriodMs(long lookPeriodMs) {
        this.longestWait = Duration.ofMillis(lookPeriodMs);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters = new DecisionMeters(registry);
    }

    /**
     * The decision that a step belongs to.
     *
     * @throws IllegalStateException outside of this policy
     */
    static Decision decision(Exchange exchange, String step) {
        Decision decision = exchange.getProperty(Decision.PROPERTY, Decision.class);
        if (decision == null) {
            throw new IllegalStateException(step + " is only possible within the steps of the policy oneCommit.");
        }
        return decision;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // the steps are as they are
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return new Deciding(route, steps);
    }

    private final class Deciding implements Processor {

        private final News news = new News(clock, store, tenantId, appId);
        private final DeadLetterBox deadLetters = new DeadLetterBox(clock, store);
        private final Processor steps;
        private final CamelContext context;
        private final HandOver handOver;
        private final Logger log;

        private Deciding(Route route, Processor steps) {
            this.steps = steps;
            this.context = route.getCamelContext();
            this.handOver = new HandOver(context);
            this.log = LoggerFactory.getLogger(route.getRouteId());
        }

        @Override
        public void process(Exchange exchange) throws Exception {
            // it ends on this thread: an exchange may be completed by another
            try (LogContext lines =
                    LogContext.open(exchange.getFromRouteId(), context.getGlobalOption(LogContext.BUNDLE))) {
                Object body = exchange.getMessage().getBody();
                if (body instanceof Iterable<?> messages) {
                    for (Object message : messages) {
                        decideOrKeep(exchange, message, null, lines);
                    }
                } else if (body instanceof Replay replay) {
                    decideOrKeep(exchange, replay.letter().message(), replay, lines);
                } else {
                    decideOrKeep(exchange, body, null, lines);
                }
            }
            exchange.getMessage().setBody("");
        }

        private void decideOrKeep(Exchange caller, Object message, Replay replay, LogContext lines) throws Exception {
            try (Step step = traces.decide(caller.getProperty(Step.PROPERTY, Step.class))) {
                lines.next(message instanceof Decidable known ? known.contents() : List.of());
                LogContext.step(step);
                decideOrKeep(caller, message, replay, lines, step);
            }
        }

        private void decideOrKeep(Exchange caller, Object message, Replay replay, LogContext lines, Step step)
                throws Exception {
            DeadLetter replayed = replay == null ? null : replay.letter();
            Exchange copy = null;
            Decision decision = null;
            try {
                for (int collisions = 0; collisions < MOST_COLLISIONS; collisions++) {
                    copy = new DefaultExchange(context);
                    decision = null;
                    decision = news.read(message);
                    lines.escalation(decision.known.id());
                    step.link(decision.known.traceparent());
                    decision.traceparent = step.traceparent();
                    KnownPeople.add(List.of(decision.known.origin().caller()));
                    // Graph may name the caller in its reply to a command that does not
                    decision.facts.set("error", Masks.people(decision.facts.text("error")));
                    if (decide(copy, decision, message, replay)) {
                        report(caller, decision);
                        step.set("escalation.id", decision.known.id())
                                .set("escalation.event", decision.facts.text("event"))
                                .set("escalation.outcome", decision.outcome())
                                .set("escalation.phase", decision.phase);
                        return;
                    }
                }
                throw new IllegalStateException("The decision collided " + MOST_COLLISIONS + " times in a row");
            } catch (Exception error) {
                Exception cause = NameTheCause.causeOf(error);
                step.failed(cause.getClass().getName());
                DeadLetter kept = deadLetters.keep(message, replayed, decision, failedStep(copy), cause);
                if (replay != null && !(cause instanceof StoreUnavailableException)) {
                    deadLetters.noteFailure(replay);
                }
                if (kept == null) {
                    throw cause;
                }
                lines.escalation(kept.escalationId());
                log.error(DeadLetterBox.line(kept, replayed != null));
                if (replayed == null) {
                    meters.parked(message, kept);
                } else {
                    throw new ConflictException("It could not be decided on again and stays open; its error is at"
                            + " /dead-letters/" + kept.id() + ".");
                }
            }
        }

        private static FailedStep failedStep(Exchange exchange) {
            return exchange.getProperty(FailedStep.PROPERTY, FailedStep.NONE, FailedStep.class);
        }

        /** Whether it was stored; if not, the escalation has changed since it was read. */
        private boolean decide(Exchange copy, Decision decision, Object message, Replay replay) throws Exception {
            copy.getMessage().setBody(message);
            copy.setProperty(Decision.PROPERTY, decision);
            decision.facts.forEach(copy::setVariable);
            steps.process(copy);
            if (copy.getException() != null) {
                throw copy.getException();
            }
            Instant now = clock.instant();
            if (replay != null) {
                decision.replay = replay;
                decision.letters.add(replay.letter().closed(DeadLetter.State.REPLAYED, now));
            }
            EscalationStore.Commit commit = decision.commit(now, longestWait);
            if (!commit(commit)) {
                deadLetters.refuseIfClosed(replay);
                return false;
            }
            meters.decided(message, decision, commit);
            decision.warnings.forEach(log::warn);
            reportFailure(decision);
            handOver.commands(decision.queued);
            handOver.moments(decision.moments, commit.after(), decision.facts);
            return true;
        }

        private boolean commit(EscalationStore.Commit commit) {
            try (Step step = traces.commit()) {
                boolean stored = store.commit(commit);
                step.set("escalation.result", stored ? "stored" : "collided");
                return stored;
            }
        }

        /** At once: the route of the moment may have to wait for an earlier one. */
        private void reportFailure(Decision decision) {
            boolean failed = decision.moments.stream()
                    .anyMatch(moment -> FAILED.getName().equals(moment.name()));
            if (failed) {
                FAILED.error("call={}: {}", decision.facts.value("callerCallId"), decision.failure);
            }
        }

        private void report(Exchange caller, Decision decision) {
            Facts facts = decision.facts;
            caller.setVariable("outcome", decision.outcome());
            caller.setVariable("escalationId", facts.value("escalationId"));
            caller.setVariable("callId", facts.value("callId"));
            caller.setVariable("phase", decision.phase);
            caller.setVariable("clientContext", facts.value("clientContext"));
            caller.setVariable("commands", List.<Command>copyOf(decision.queued));
            if (!decision.location.isEmpty()) {
                caller.getMessage().setHeader("Location", decision.location);
            }
        }
    }
}
