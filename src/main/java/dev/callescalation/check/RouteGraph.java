package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.decision.HandOver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which entry of which file leads to which route: by the name of a {@code direct} or {@code seda} endpoint, by a
 * moment, by a Kamelet, or by a phase that it enters. An entry is named by its kind and its id,
 * {@code route join-meeting} or {@code kamelet announce}.
 */
final class RouteGraph {

    private static final Set<String> WITHIN = Set.of("direct", "seda");

    private final Parsed bundle;
    private final Set<String> kamelets;
    private final Map<String, List<Property>> consumers;
    private final List<Link> links = new ArrayList<>();
    private final List<Entrance> entrances = new ArrayList<>();

    /**
     * A step that leads to another route.
     *
     * @param caller  the entry that the step is in
     * @param address {@code direct:join-meeting} or {@code kamelet:announce}; with a brace where it is known only when
     *                a message comes
     * @param moment  whether the route gets a moment, after the commit
     */
    record Link(String caller, Property step, String address, boolean moment) {

        boolean isDynamic() {
            return address.contains("{");
        }

        /** Whether the route of the phase is called, whichever phase it is. */
        boolean isOfThePhase() {
            return address.matches("direct:\\$\\{\\s*variable[.:]phase\\s*}");
        }
    }

    /**
     * A step that enters a phase. What holds a brace is known only when a message comes.
     *
     * @param caller the entry that the step is in
     * @param last   {@code true} for a final phase
     * @param waitMs the deadline of the phase in milliseconds; empty or 0 for none
     */
    record Entrance(String caller, Property step, String phase, String last, String waitMs) {

        boolean isDynamic() {
            return phase.contains("{");
        }

        boolean isFinal() {
            return last.equals("true");
        }

        boolean isNotFinal() {
            return !isFinal() && !last.contains("{");
        }

        boolean hasDeadline() {
            return !waitMs.matches("0*");
        }

        /** One of its parameters, or the step where that is not given. */
        Property at(String parameter) {
            Property given = step.at("parameters/" + parameter);
            return given.value().isMissingNode() ? step.at("uri") : given;
        }
    }

    RouteGraph(Parsed bundle) {
        this.bundle = bundle;
        this.kamelets = bundle.kameletsByName().keySet();
        this.consumers = bundle.entries("route")
                .filter(route -> !address(route.at("from")).isEmpty())
                .collect(Collectors.groupingBy(route -> address(route.at("from")), TreeMap::new, Collectors.toList()));
        for (Property entry : bundle.entries()) {
            entry.below()
                    .filter(step -> !step.pointer().equals(entry.pointer() + "/from"))
                    .forEach(step -> step(name(entry), step));
        }
        bundle.kameletsByName()
                .forEach((name, file) ->
                        file.at("/spec/template").below().forEach(step -> step("kamelet " + name, step)));
    }

    static String name(Property entry) {
        return entry.name() + " " + entry.get("id");
    }

    /** {@code direct:join-meeting}, or empty for an endpoint that is no name within the bundle. */
    String address(Property endpoint) {
        JsonNode value = endpoint.value();
        String uri = bundle.settings().filled(value.isTextual() ? value.asText() : endpoint.get("uri"));
        if (value.isObject() && WITHIN.contains(uri)) {
            return uri + ":" + bundle.settings().filled(endpoint.get("parameters/name"));
        }
        int colon = uri.indexOf(':');
        return colon > 0 && WITHIN.contains(uri.substring(0, colon)) ? uri.replaceFirst("\\?.*", "") : "";
    }

    private void step(String caller, Property step) {
        if (step.name().equals("policy") && step.get("ref").equals("oneCommit")) {
            HandOver.QUEUES.forEach(queue -> links.add(new Link(caller, step, queue, true)));
        }
        if (step.kamelet().equals("lookup")) {
            links.add(new Link(caller, step, HandOver.LOOKUPS, true));
        }
        boolean moment = step.name().equals("moment") && !step.text().isEmpty();
        String address = moment ? "direct:" + step.text() : address(step);
        String kamelet = step.kamelet();
        if (!address.isEmpty() || kamelets.contains(kamelet)) {
            links.add(new Link(caller, step, address.isEmpty() ? "kamelet:" + kamelet : address, moment));
        }
        KameletCall.of(bundle, step).forEach(call -> entrance(caller, call));
    }

    private void entrance(String caller, KameletCall call) {
        Property step = call.step();
        Entrance entrance = switch (call.kamelet()) {
            case "ask-graph", "lookup" ->
                new Entrance(caller, step, call.parameter("phase"), "false", call.parameter("waitMs"));
            case "become" ->
                new Entrance(caller, step, call.parameter("phase"), call.parameter("final"), call.parameter("waitMs"));
            case "fail" -> new Entrance(caller, step, "failed", "true", "");
            default -> null;
        };
        if (entrance != null && !entrance.phase().isEmpty()) {
            entrances.add(entrance);
        }
    }

    /** The routes that take what is sent to an address; one, unless the bundle is wrong. */
    List<Property> routesFrom(String address) {
        return consumers.getOrDefault(address, List.of());
    }

    /** The names that routes listen to in that scheme, direct or seda. */
    Set<String> names(String scheme) {
        return consumers.keySet().stream()
                .filter(address -> address.startsWith(scheme + ":"))
                .map(address -> address.substring(scheme.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<Link> links() {
        return links;
    }

    Stream<Link> linksOf(String entry) {
        return links.stream().filter(link -> link.caller().equals(entry));
    }

    List<Entrance> entrances() {
        return entrances;
    }

    Stream<Entrance> entrancesOf(String entry) {
        return entrances.stream().filter(entrance -> entrance.caller().equals(entry));
    }

    /** What an entry calls within one decision: moments come after its commit. */
    Stream<String> callsBeforeTheCommit(String entry) {
        return linksOf(entry).filter(link -> !link.moment()).map(Link::address);
    }

    /** The entries that are reached from some others, these included. */
    Set<String> reached(Collection<String> from, Function<String, Stream<String>> addresses) {
        Deque<String> open = new ArrayDeque<>(from);
        Set<String> reached = new TreeSet<>();
        while (!open.isEmpty()) {
            String entry = open.remove();
            if (reached.add(entry)) {
                addresses.apply(entry).forEach(address -> {
                    if (address.startsWith("kamelet:")) {
                        open.add(address.replaceFirst(":", " "));
                    }
                    routesFrom(address).forEach(route -> open.add(name(route)));
                });
            }
        }
        return reached;
    }
}
