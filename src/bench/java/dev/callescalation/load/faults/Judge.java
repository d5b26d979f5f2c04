package dev.callescalation.load.faults;

import dev.callescalation.load.LoadStore;
import dev.callescalation.load.faults.WatchedCall.Asked;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what Graph has seen with what the store has kept, once everything is quiet. */
final class Judge {

    private static final String ACKNOWLEDGED = "what was acknowledged is kept, and comes to an end";
    private static final String REFUSED = "no notification is refused, which Graph would not repeat";
    private static final String DOUBLED = "nothing is done twice, unless its outcome was unknown and Graph was asked";
    private static final String STUCK = "nothing is stuck";
    private static final String WHOLE = "a decision is stored whole";
    private static final String TRUE = "what is written down is what Graph has done";

    private final RunFindings findings;

    Judge(RunFindings findings) {
        this.findings = findings;
    }

    void judge(Callers callers, LoadStore store) throws SQLException {
        Collection<Kept> kept = Kept.all(store);
        Map<String, List<Kept>> byScenario = kept.stream().collect(Collectors.groupingBy(Kept::scenarioId));
        for (WatchedCall call : callers.calls()) {
            List<Kept> its = byScenario.getOrDefault(call.scenarioId(), List.of());
            if (call.isAcknowledged()) {
                findings.expect(
                        its.size() == 1,
                        ACKNOWLEDGED,
                        call.scenarioId() + " was acknowledged, and has " + its.size() + " escalations");
            }
            its.forEach(escalation -> judge(call, escalation));
        }
        kept.forEach(this::judge);
        callers.statuses()
                .forEach((status, count) -> findings.expect(
                        !Callers.isRefusal(status), REFUSED, count + " were replied to with " + status));
        long left = store.rows("outbox");
        findings.expect(left == 0, STUCK, left + " rows are left in the outbox");
        tell(callers, kept, store.rows("unmatched"));
    }

    private void judge(Kept escalation) {
        findings.expect(
                escalation.isSettled(),
                ACKNOWLEDGED,
                escalation.scenarioId() + " is " + escalation.phase() + " in the end");
        findings.expect(
                escalation.over() || escalation.alarmAt() > System.currentTimeMillis(),
                STUCK,
                escalation.scenarioId() + " is open, and its deadline has passed");
        findings.expect(
                escalation.summaries().size() == escalation.version(),
                WHOLE,
                escalation.scenarioId() + " has version " + escalation.version() + " and "
                        + escalation.summaries().size() + " entries in its journal");
    }

    private void judge(WatchedCall call, Kept escalation) {
        List<Asked> asked = call.asked();
        once("answer", 0, escalation.unknown("answer"), call, asked);
        once("join", 0, escalation.unknown("join"), call, asked);
        once("move", call.failures(), escalation.unknown("invite-caller"), call, asked);
        boolean moved = asked.stream().anyMatch(one -> one.name().equals("move") && one.accepted());
        findings.expect(
                moved || !List.of("escalated", "ended").contains(escalation.phase()),
                TRUE,
                call.scenarioId() + " is " + escalation.phase() + ", and Graph never took an invite of its caller");
    }

    /** @param failures how often Graph took it in vain and said so, which allows a repeat */
    private void once(String name, int failures, long unknown, WatchedCall call, List<Asked> asked) {
        int inVain = failures;
        long unclear = unknown;
        boolean done = false;
        boolean looked = false;
        for (Asked one : asked) {
            if (one.name().equals("get") && one.accepted()) {
                looked = true;
            }
            if (!one.name().equals(name) || !one.accepted()) {
                continue;
            }
            if (done && inVain > 0) {
                inVain--;
            } else if (done && unclear > 0 && looked) {
                unclear--;
            } else if (done) {
                findings.broken(DOUBLED, call.scenarioId() + " had " + name + " twice: " + inShort(asked));
            }
            done = true;
            looked = false;
        }
    }

    private static String inShort(List<Asked> asked) {
        return asked.stream().map(one -> one.name() + " " + one.status()).collect(Collectors.joining(", "));
    }

    private void tell(Callers callers, Collection<Kept> kept, long unmatched) {
        findings.fact("calls placed", callers.calls().size());
        findings.fact("calls acknowledged", callers.acknowledgedCalls());
        findings.fact("escalations in the end", count(kept, Kept::phase));
        findings.fact(
                "outcomes that were unknown for a while",
                kept.stream()
                        .flatMap(escalation -> escalation.summaries().stream())
                        .filter(summary -> summary.endsWith("unknown"))
                        .collect(Collectors.groupingBy(summary -> summary, TreeMap::new, Collectors.counting())));
        findings.fact(
                "reasons of those that failed",
                count(
                        kept.stream()
                                .filter(escalation -> escalation.phase().equals("failed"))
                                .toList(),
                        Kept::failure));
        findings.fact("notifications of no escalation", unmatched);
        findings.fact("replies of the webhook by status (0: none)", callers.statuses());
    }

    private static Map<String, Long> count(Collection<Kept> kept, java.util.function.Function<Kept, String> by) {
        return kept.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    }
}
