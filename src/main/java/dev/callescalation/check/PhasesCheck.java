package dev.callescalation.check;

import dev.callescalation.check.RouteGraph.Entrance;
import dev.callescalation.check.RouteGraph.Link;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Phases: each one that a step enters has a route and a deadline, or is final; each route of a phase leads to another
 * phase; and each phase that an expression names is entered somewhere.
 */
record PhasesCheck(Parsed bundle, RouteGraph graph, Findings findings) {

    /** Does nothing where a file could not be read, which may be the one that enters a phase. */
    void check() {
        if (bundle.complete() && !graph.entrances().isEmpty()) {
            graph.entrances().stream().filter(entrance -> !entrance.isDynamic()).forEach(this::entered);
            called();
            left();
            compared();
        }
    }

    private void entered(Entrance entrance) {
        String phase = entrance.phase();
        Property at = entrance.at("phase");
        if (phase.equals(PhaseMap.NONE)) {
            String wrong = "'none' is the phase before the first decision; a step cannot enter it";
            findings.add(at, wrong, "choose another name");
            return;
        }
        String named = "the phase '" + phase + "'";
        if (entrance.isFinal() && entrance.hasDeadline()) {
            findings.add(entrance.at("waitMs"), "the final phase '" + phase + "' waits for nothing", "remove waitMs");
        }
        if (entrance.isNotFinal() && graph.routesFrom("direct:" + phase).isEmpty()) {
            String instead = "add a route from direct:" + phase + ", or enter it by become with final: true";
            findings.add(at, named + " has no route", Suggestions.hint(phase, graph.names("direct"), instead));
        }
        if (entrance.isNotFinal() && !entrance.hasDeadline()) {
            String instead = "add waitMs: and the milliseconds until its route is to act on silence";
            findings.add(at, named + " is entered without a deadline", instead);
        }
        graph.entrances().stream()
                .filter(other -> other.phase().equals(phase))
                .filter(other -> entrance.isFinal() && other.isNotFinal() || entrance.isNotFinal() && other.isFinal())
                .findFirst()
                .ifPresent(other -> {
                    String here = entrance.isFinal() ? " is final here, but not in " : " is not final here, but in ";
                    String instead = "give one of them another name, or both the same final:";
                    findings.add(at, named + here + other.at("phase").place(), instead);
                });
    }

    /** Phases that wait for something: the routes of others get no messages. */
    private Stream<Entrance> waiting() {
        return graph.entrances().stream()
                .filter(entrance -> entrance.isNotFinal() && !entrance.isDynamic())
                .filter(entrance -> !entrance.phase().equals(PhaseMap.NONE));
    }

    /** One step passes messages on to the route of the phase. */
    private void called() {
        if (graph.links().stream().noneMatch(Link::isOfThePhase)) {
            String wrong = "no step passes messages on to the route of the phase ";
            waiting()
                    .findFirst()
                    .ifPresent(entrance -> findings.add(
                            entrance.at("phase"),
                            wrong + "'" + entrance.phase() + "'",
                            "add a toD to direct:${variable.phase} behind the rows of the router"));
        }
    }

    /** Follows calls from the route of each phase, but no moments: these come after the commit. */
    private void left() {
        for (String phase : waiting().map(Entrance::phase).collect(Collectors.toCollection(TreeSet::new))) {
            for (Property route : graph.routesFrom("direct:" + phase)) {
                Set<String> reached = graph.reached(List.of(RouteGraph.name(route)), graph::callsBeforeTheCommit);
                if (reached.stream().noneMatch(entry -> leaves(entry, phase))) {
                    findings.add(
                            route.at("id"),
                            "nothing ever leaves the phase '" + phase + "'",
                            "enter another one by become, ask-graph or fail in its route,"
                                    + " or make it final where it is entered");
                }
            }
        }
    }

    private boolean leaves(String entry, String phase) {
        return graph.entrancesOf(entry).anyMatch(next -> !next.phase().equals(phase))
                || graph.callsBeforeTheCommit(entry).anyMatch(address -> address.contains("{"));
    }

    private void compared() {
        Set<String> known = known(bundle, graph);
        Comparisons.visit(bundle, "phase", (at, word) -> named(at, word, known, findings));
    }

    /** The phases that steps enter, and {@code none}. Empty where not all are known before a message comes. */
    static Set<String> known(Parsed bundle, RouteGraph graph) {
        List<Entrance> entrances = graph.entrances();
        if (!bundle.complete() || entrances.isEmpty() || entrances.stream().anyMatch(Entrance::isDynamic)) {
            return Set.of();
        }
        Set<String> known = new TreeSet<>(Set.of(PhaseMap.NONE));
        entrances.forEach(entrance -> known.add(entrance.phase()));
        return known;
    }

    /**
     * A phase that a file names is one of those that steps enter.
     *
     * @param known empty when they are not known
     */
    static void named(Property at, String phase, Set<String> known, Findings findings) {
        if (!known.isEmpty() && !known.contains(phase)) {
            findings.add(at, "no step enters a phase '" + phase + "'", Suggestions.among(phase, "there are", known));
        }
    }
}
