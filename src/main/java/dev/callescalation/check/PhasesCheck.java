package dev.callescalation.check;

import dev.callescalation.check.Parsed.RouteEntry;
import dev.callescalation.check.RouteGraph.Call;
import dev.callescalation.check.RouteGraph.Entrance;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Phases: each one that a step enters has a route and a deadline, or is final; each route of a phase leads to another
 * phase; and each phase that an expression names is entered somewhere.
 */
final class PhasesCheck {

    /** The phase of an escalation before its first decision. */
    private static final String NONE = "none";

    private final Parsed bundle;
    private final RouteGraph graph;
    private final Findings findings;

    private PhasesCheck(Parsed bundle, RouteGraph graph, Findings findings) {
        this.bundle = bundle;
        this.graph = graph;
        this.findings = findings;
    }

    /** Does nothing where a file could not be read, which may be the one that enters a phase. */
    static void check(Parsed bundle, RouteGraph graph, Findings findings) {
        if (bundle.complete() && !graph.entrances().isEmpty()) {
            PhasesCheck check = new PhasesCheck(bundle, graph, findings);
            graph.entrances().stream().filter(entrance -> !entrance.isDynamic()).forEach(check::entered);
            check.called();
            check.left();
            check.compared();
        }
    }

    private void entered(Entrance entrance) {
        String phase = entrance.phase();
        if (phase.equals(NONE)) {
            add(
                    entrance,
                    "phase",
                    "'none' is the phase before the first decision; a step cannot enter it",
                    "choose another name");
            return;
        }
        if (entrance.isFinal() && entrance.hasDeadline()) {
            add(entrance, "waitMs", "the final phase '" + phase + "' waits for nothing", "remove waitMs");
        }
        if (entrance.isNotFinal()) {
            if (graph.routesFrom("direct:" + phase).isEmpty()) {
                String instead = "add a route from direct:" + phase + ", or enter it by become with final: true";
                add(
                        entrance,
                        "phase",
                        "the phase '" + phase + "' has no route",
                        Suggestions.hint(phase, graph.names("direct"), instead));
            }
            if (!entrance.hasDeadline()) {
                add(
                        entrance,
                        "phase",
                        "the phase '" + phase + "' is entered without a deadline",
                        "add waitMs: and the milliseconds until its route is to act on silence");
            }
        }
        graph.entrances().stream()
                .filter(other -> other.phase().equals(phase))
                .filter(other -> entrance.isFinal() && other.isNotFinal() || entrance.isNotFinal() && other.isFinal())
                .findFirst()
                .ifPresent(other -> add(
                        entrance,
                        "phase",
                        "the phase '" + phase + "' is " + (entrance.isFinal() ? "" : "not ") + "final here, but "
                                + (other.isFinal() ? "" : "not ") + "in " + other.place(),
                        "give one of them another name, or both the same final:"));
    }

    /** Phases that wait for something: the routes of others get no messages. */
    private Stream<Entrance> waiting() {
        return graph.entrances().stream()
                .filter(entrance -> entrance.isNotFinal() && !entrance.isDynamic())
                .filter(entrance -> !entrance.phase().equals(NONE));
    }

    /** One step passes messages on to the route of the phase. */
    private void called() {
        if (graph.calls().stream().noneMatch(Call::isOfThePhase)) {
            waiting()
                    .findFirst()
                    .ifPresent(entrance -> add(
                            entrance,
                            "phase",
                            "no step passes messages on to the route of the phase '" + entrance.phase() + "'",
                            "add a toD to direct:${variable.phase} behind the rows of the router"));
        }
    }

    /** Follows calls from the route of each phase, but no moments: these come after the commit. */
    private void left() {
        for (String phase : waiting().map(Entrance::phase).collect(Collectors.toCollection(TreeSet::new))) {
            for (RouteEntry route : graph.routesFrom("direct:" + phase)) {
                Set<String> reached = graph.reached(List.of(RouteGraph.name(route)), this::callsBeforeTheCommit);
                boolean leaves = reached.stream()
                        .anyMatch(entry -> graph.entrancesOf(entry).stream()
                                        .anyMatch(next -> !next.phase().equals(phase))
                                || callsBeforeTheCommit(entry).anyMatch(address -> address.contains("{")));
                if (!leaves) {
                    findings.add(
                            route.file().name(),
                            route.line(),
                            "nothing ever leaves the phase '" + phase + "'",
                            "enter another one by become, ask-graph or fail in its route,"
                                    + " or make it final where it is entered");
                }
            }
        }
    }

    private Stream<String> callsBeforeTheCommit(String entry) {
        return graph.callsOf(entry).stream().filter(call -> !call.moment()).map(Call::address);
    }

    private void compared() {
        Set<String> known = known(bundle, graph);
        Comparisons.visit(
                bundle, "phase", (file, pointer, word) -> named(word, known, file, file.line(pointer), findings));
    }

    /** The phases that steps enter, and {@code none}. Empty where not all are known before a message comes. */
    static Set<String> known(Parsed bundle, RouteGraph graph) {
        List<Entrance> entrances = graph.entrances();
        if (!bundle.complete() || entrances.isEmpty() || entrances.stream().anyMatch(Entrance::isDynamic)) {
            return Set.of();
        }
        Set<String> known = new TreeSet<>(Set.of(NONE));
        entrances.forEach(entrance -> known.add(entrance.phase()));
        return known;
    }

    /** A phase that a file names is one of those that steps enter. */
    static void named(String phase, Set<String> known, YamlFile file, int line, Findings findings) {
        if (!known.isEmpty() && !known.contains(phase)) {
            findings.add(
                    file.name(),
                    line,
                    "no step enters a phase '" + phase + "'",
                    Suggestions.hint(phase, known, "there are " + String.join(", ", known)));
        }
    }

    private void add(Entrance entrance, String parameter, String wrong, String instead) {
        findings.add(entrance.file().name(), entrance.line(parameter), wrong, instead);
    }
}
