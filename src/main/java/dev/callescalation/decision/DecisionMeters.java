package dev.callescalation.decision;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.metrics.Family;
import dev.callescalation.notification.Notification;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What is counted and timed of decisions, once they are stored. */
final class DecisionMeters {

    private static final String MOVED = "caller-moved";
    private static final String NONE = "none";
    private static final Set<String> NEWS = Set.of("call", "participant", "commsOperation");

    /** Graph waits for an answer for 15 s. */
    private static final double[] ANSWER = {.05, .1, .25, .5, 1, 2, 3, 5, 8, 10, 12, 15, 20};

    private static final double[] ESCALATION = {1, 2, 3, 5, 8, 10, 15, 20, 30, 60, 120, 300};

    private final Family<Counter> notifications;
    private final Timer answer;
    private final Family<Timer> escalation;
    private final Family<Counter> ended;
    private final Family<Counter> moments;
    private final Family<Counter> deadlines;
    private final Family<Counter> letters;

    DecisionMeters(MeterRegistry registry) {
        notifications =
                Family.counters(registry, "calls_notifications", "Notifications of Graph", "kind", "dialect", "result");
        answer = Family.timer("calls_answer", "From an incoming call to Graph's reply to its answer", ANSWER)
                .register(registry);
        escalation = Family.timers(
                registry,
                "calls_escalation",
                "From an incoming call until its caller is moved, or until it has failed",
                ESCALATION,
                "outcome");
        ended = Family.counters(
                registry, "calls_escalations_ended", "Escalations that are over", "outcome", "failed_in");
        moments = Family.counters(registry, "calls_moments", "Moments that were announced", "moment");
        deadlines = Family.counters(
                registry, "calls_deadlines_passed", "Deadlines that have passed and were decided on", "awaited");
        letters = Family.counters(
                registry, "calls_dead_letters", "Dead letters that were kept, and those closed", "kind", "closed");
    }

    /** A decision is stored. */
    void decided(Object message, Decision decision, Commit commit) {
        if (message instanceof Notification news) {
            notification(news, commit);
        } else if (message instanceof CommandReply reply) {
            answered(reply, decision.known.origin());
        } else if (message instanceof DeadlinePassed) {
            boolean overdue = decision.facts.is("overdue");
            deadlines.of(overdue ? decision.known.phase() : "keep-alive").increment();
        }
        decision.letters.forEach(this::letter);
        decision.moments.forEach(moment -> moments.of(moment.name()).increment());
        Escalation after = commit.after();
        if (after != null && decision.moments.stream().anyMatch(moment -> MOVED.equals(moment.name()))) {
            time(escalation.of("moved"), after.origin().createdAt(), after.updatedAt());
        }
        if (after != null && after.over() && !decision.known.over()) {
            ended(decision.known, after);
        }
    }

    private void notification(Notification news, Commit commit) {
        String result = "decided";
        if (commit.after() == null) {
            result = "unmatched";
        } else if ("repeated".equals(commit.entry().outcome())) {
            result = "repeated";
        }
        notification(news, result);
    }

    private void notification(Notification news, String result) {
        String kind = NEWS.contains(news.resourceType()) ? news.resourceType() : "other";
        boolean old = !news.prefix().isEmpty() && !"/communications".equalsIgnoreCase(news.prefix());
        notifications.of(kind, old ? "app" : "communications", result).increment();
    }

    private void answered(CommandReply reply, Escalation.Origin origin) {
        if ("answer".equals(reply.command().command()) && "accepted".equals(reply.outcome())) {
            time(answer, origin.createdAt(), reply.receivedAt());
        }
    }

    private void ended(Escalation before, Escalation after) {
        boolean failed = !after.failure().isEmpty();
        ended.of(after.phase(), failed ? before.phase() : NONE).increment();
        if (failed) {
            time(escalation.of(after.phase()), after.origin().createdAt(), after.updatedAt());
        }
    }

    /** A message could not be decided on. */
    void parked(Object message, DeadLetter letter) {
        letter(letter);
        if (message instanceof Notification news) {
            notification(news, "parked");
        }
    }

    /** A dead letter is kept, or closed. */
    void letter(DeadLetter letter) {
        letters.of(
                        letter.kind().toString(),
                        letter.isOpen() ? "no" : letter.state().toString())
                .increment();
    }

    private static void time(Timer timer, Instant from, Instant until) {
        timer.record(Duration.between(from, until));
    }
}
