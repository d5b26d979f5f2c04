package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.Parsed.RouteEntry;
import dev.callescalation.decision.HandOver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which entry of which file leads to which route: by the name of a {@code direct} or {@code seda} endpoint, by a
 * moment, by a Kamelet, or by a phase that it enters. An entry is named by its kind and its id,
 * {@code route join-meeting} or {@code kamelet announce}.
 */
final class RouteGraph {

    private static final Set<String> WITHIN = Set.of("direct", "seda");

    private final Parsed bundle;
    private final Map<String, YamlFile> kamelets;
    private final Map<String, List<RouteEntry>> consumers = new TreeMap<>();
    private final Map<String, List<Call>> calls = new LinkedHashMap<>();
    private final Map<String, List<Entrance>> entrances = new LinkedHashMap<>();

    /**
     * A step that leads to another route.
     *
     * @param pointer of the step
     * @param address {@code direct:join-meeting} or {@code kamelet:announce}; with a brace where it is known only when
     *                a message comes
     * @param moment  whether the route gets a moment, after the commit
     */
    record Call(YamlFile file, String pointer, String address, boolean moment) {

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
     * @param pointer of the step
     * @param last    {@code true} for a final phase
     * @param waitMs  the deadline of the phase in milliseconds; empty or 0 for none
     */
    record Entrance(YamlFile file, String pointer, String phase, String last, String waitMs) {

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

        /** The line of one of its parameters, or of the step. */
        int line(String parameter) {
            return file.line(pointer
                    + (file.at(pointer).path("parameters").has(parameter) ? "/parameters/" + parameter : "/uri"));
        }

        String place() {
            return file.name() + ":" + line("phase");
        }
    }

    private RouteGraph(Parsed bundle) {
        this.bundle = bundle;
        this.kamelets = bundle.kameletsByName();
    }

    static RouteGraph of(Parsed bundle) {
        RouteGraph graph = new RouteGraph(bundle);
        for (RouteEntry route : bundle.entries("route")) {
            String address = address(route.node().path("from"));
            if (!address.isEmpty()) {
                graph.consumers
                        .computeIfAbsent(address, any -> new ArrayList<>())
                        .add(route);
            }
        }
        for (RouteEntry entry : bundle.entries()) {
            String from = entry.pointer() + "/from";
            entry.file().walk(entry.pointer(), (pointer, name, value) -> {
                if (!pointer.equals(from)) {
                    graph.step(name(entry), entry.file(), pointer, name, value);
                }
            });
        }
        graph.kamelets.forEach((kamelet, file) -> file.walk(
                "/spec/template",
                (pointer, name, value) -> graph.step("kamelet " + kamelet, file, pointer, name, value)));
        return graph;
    }

    static String name(RouteEntry entry) {
        return entry.kind() + " " + entry.id();
    }

    /** {@code direct:join-meeting}, or empty for an endpoint that is no name within the bundle. */
    static String address(JsonNode endpoint) {
        String uri =
                endpoint.isTextual() ? endpoint.asText() : endpoint.path("uri").asText();
        if (endpoint.isObject() && WITHIN.contains(uri)) {
            return uri + ":" + endpoint.path("parameters").path("name").asText();
        }
        int colon = uri.indexOf(':');
        return colon > 0 && WITHIN.contains(uri.substring(0, colon)) ? uri.replaceFirst("\\?.*", "") : "";
    }

    private void step(String caller, YamlFile file, String pointer, String name, JsonNode value) {
        if (name.equals("policy") && value.path("ref").asText().equals("oneCommit")) {
            HandOver.QUEUES.forEach(queue ->
                    calls.computeIfAbsent(caller, any -> new ArrayList<>()).add(new Call(file, pointer, queue, true)));
        }
        if (!value.isTextual() && !value.has("uri")) {
            return;
        }
        boolean moment = name.equals("moment") && !value.asText().isEmpty();
        String address = moment ? "direct:" + value.asText() : address(value);
        String kamelet = value.path("uri").asText().startsWith("kamelet:")
                ? value.path("uri").asText().replaceFirst("^kamelet:", "")
                : "";
        if (!address.isEmpty() || kamelets.containsKey(kamelet)) {
            String called = address.isEmpty() ? "kamelet:" + kamelet : address;
            calls.computeIfAbsent(caller, any -> new ArrayList<>()).add(new Call(file, pointer, called, moment));
        }
        if (kamelet.isEmpty()) {
            return;
        }
        Function<String, String> parameter =
                each -> bundle.parameter(file, value.path("parameters"), kamelets.get(kamelet), each);
        Entrance entrance = switch (kamelet) {
            case "ask-graph" ->
                new Entrance(file, pointer, parameter.apply("phase"), "false", parameter.apply("waitMs"));
            case "become" ->
                new Entrance(
                        file, pointer, parameter.apply("phase"), parameter.apply("final"), parameter.apply("waitMs"));
            case "fail" -> new Entrance(file, pointer, "failed", "true", "");
            default -> null;
        };
        if (entrance != null && !entrance.phase().isEmpty()) {
            entrances.computeIfAbsent(caller, any -> new ArrayList<>()).add(entrance);
        }
    }

    /** The routes that take what is sent to an address; one, unless the bundle is wrong. */
    List<RouteEntry> routesFrom(String address) {
        return consumers.getOrDefault(address, List.of());
    }

    /** The names that routes listen to in that scheme, direct or seda. */
    Set<String> names(String scheme) {
        Set<String> names = new TreeSet<>();
        consumers.keySet().forEach(address -> {
            if (address.startsWith(scheme + ":")) {
                names.add(address.substring(scheme.length() + 1));
            }
        });
        return names;
    }

    List<Call> calls() {
        return calls.values().stream().flatMap(Collection::stream).toList();
    }

    List<Call> callsOf(String entry) {
        return calls.getOrDefault(entry, List.of());
    }

    List<Entrance> entrances() {
        return entrances.values().stream().flatMap(Collection::stream).toList();
    }

    List<Entrance> entrancesOf(String entry) {
        return entrances.getOrDefault(entry, List.of());
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
