package dev.callescalation.check;

import dev.callescalation.check.RouteGraph.Entrance;
import dev.callescalation.check.RouteGraph.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The phases that the steps of a bundle enter, and which of them follow each other.
 *
 * @param transitions from {@link #NONE} where an escalation begins
 */
public record PhaseMap(List<Phase> phases, List<Transition> transitions) {

    /** The phase before the first decision. */
    public static final String NONE = "none";

    /**
     * A phase.
     *
     * @param description of its route, or of the step that enters it; may be empty
     * @param over        whether it is final
     */
    public record Phase(String name, String description, boolean over) {}

    /** What follows what. */
    public record Transition(String from, String to) {}

    /** What cannot be known before a message comes is left out. */
    public static PhaseMap of(Parsed bundle) {
        RouteGraph graph = new RouteGraph(bundle);
        Map<String, Phase> phases = new TreeMap<>();
        graph.entrances().stream()
                .filter(entrance -> !entrance.isDynamic())
                .forEach(entrance -> phases.putIfAbsent(entrance.phase(), phase(graph, entrance)));
        List<Transition> transitions = new ArrayList<>();
        List<String> routers = graph.links().stream()
                .filter(Link::isOfThePhase)
                .map(Link::caller)
                .distinct()
                .toList();
        follow(graph, NONE, routers, transitions);
        phases.values().stream().filter(phase -> !phase.over()).forEach(phase -> {
            List<String> routes = graph.routesFrom("direct:" + phase.name()).stream()
                    .map(RouteGraph::name)
                    .toList();
            follow(graph, phase.name(), routes, transitions);
        });
        List<Phase> openFirst = Stream.of(false, true)
                .flatMap(over -> phases.values().stream().filter(phase -> phase.over() == over))
                .toList();
        return new PhaseMap(openFirst, transitions);
    }

    private static Phase phase(RouteGraph graph, Entrance entrance) {
        String description = graph.routesFrom("direct:" + entrance.phase()).stream()
                .map(route -> route.get("description"))
                .findFirst()
                .orElse(entrance.step().get("description"));
        return new Phase(entrance.phase(), description, entrance.isFinal());
    }

    private static void follow(RouteGraph graph, String from, Collection<String> routes, List<Transition> transitions) {
        Set<String> next = graph.reached(routes, graph::callsBeforeTheCommit).stream()
                .flatMap(graph::entrancesOf)
                .filter(entrance -> !entrance.isDynamic())
                .map(Entrance::phase)
                .filter(phase -> !phase.equals(from))
                .collect(Collectors.toCollection(TreeSet::new));
        next.forEach(to -> transitions.add(new Transition(from, to)));
    }

    /** Whether that is a final phase; a phase of earlier files counts as one. */
    public boolean isOver(String phase) {
        return phases.stream().filter(one -> one.name().equals(phase)).allMatch(Phase::over);
    }
}
