package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.Parsed.RouteEntry;
import dev.callescalation.check.RouteGraph.Call;
import dev.callescalation.check.RouteGraph.Entrance;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Names that routes call each other by: every {@code direct} and {@code seda} name that is called has one route, every
 * route can be reached from outside, ids are unique, and every route names its failures.
 */
final class NamesCheck {

    private static final Set<String> PLACES_WITHOUT_STEPS = Set.of("parameters", "expression", "property");

    private final Parsed bundle;
    private final Findings findings;
    private final RouteGraph graph;

    private NamesCheck(Parsed bundle, RouteGraph graph, Findings findings) {
        this.bundle = bundle;
        this.graph = graph;
        this.findings = findings;
    }

    static void check(Parsed bundle, RouteGraph graph, Findings findings) {
        NamesCheck check = new NamesCheck(bundle, graph, findings);
        check.configurations();
        check.consumers();
        check.entries();
        if (bundle.complete()) {
            graph.calls().forEach(check::exists);
            check.unreached();
        }
    }

    private void entries() {
        Map<String, String> first = new HashMap<>();
        for (RouteEntry entry : bundle.entries()) {
            id(entry, first);
            entry.file().walk(entry.pointer(), (pointer, name, value) -> {
                if (name.equals("id") && value.isTextual() && isOfAStep(entry, pointer)) {
                    once(value.asText(), entry.file(), pointer, first);
                }
            });
        }
    }

    private void id(RouteEntry entry, Map<String, String> first) {
        if (entry.kind().equals("from")) {
            findings.add(entry.file().name(), entry.line(), "a route without an id", "write - route: around from:");
        }
        if ((entry.isRoute() || entry.kind().equals("routeConfiguration"))
                && entry.id().isEmpty()) {
            String wrong = entry.isRoute()
                    ? "a route without an id"
                    : "a route configuration without an id, which would hold for every route";
            findings.add(entry.file().name(), entry.line(), wrong, "add id: and a name of its own");
        }
        String own = entry.kind().equals("routeConfiguration") ? "configuration " : "";
        if (!entry.id().isEmpty()) {
            once(own + entry.id(), entry.file(), entry.pointer() + "/id", first);
        }
    }

    private static boolean isOfAStep(RouteEntry entry, String pointer) {
        String below = pointer.substring(entry.pointer().length());
        return !below.equals("/id") && Stream.of(below.split("/")).noneMatch(PLACES_WITHOUT_STEPS::contains);
    }

    private void once(String id, YamlFile file, String pointer, Map<String, String> first) {
        String before = first.putIfAbsent(id, file.name() + ":" + file.line(pointer));
        if (before != null) {
            findings.add(
                    file.name(),
                    file.line(pointer),
                    "the id '" + id.replace("configuration ", "") + "' is used a second time (first in " + before + ")",
                    "give one of them another name");
        }
    }

    private void configurations() {
        Set<String> known = new TreeSet<>();
        bundle.entries("routeConfiguration").forEach(entry -> known.add(entry.id()));
        for (RouteEntry route : bundle.entries("route")) {
            String named = route.node().path("routeConfigurationId").asText();
            boolean called = "direct".equals(route.node().at("/from/uri").asText());
            if (named.isEmpty() && !called) {
                findings.add(
                        route.file().name(),
                        route.line(),
                        "route '" + route.id() + "' names no route configuration, so nothing handles its failures",
                        "add routeConfigurationId: with one of " + String.join(", ", known));
            }
            for (String name : named.split(",")) {
                if (!named.isEmpty() && bundle.complete() && !known.contains(name.strip())) {
                    findings.add(
                            route.file().name(),
                            route.file().line(route.pointer() + "/routeConfigurationId"),
                            "there is no route configuration '" + name.strip() + "'",
                            Suggestions.hint(name.strip(), known, "there are " + String.join(", ", known)));
                }
            }
        }
    }

    private void consumers() {
        Map<String, RouteEntry> consumers = new HashMap<>();
        for (RouteEntry route : bundle.entries("route")) {
            JsonNode from = route.node().path("from");
            String address = RouteGraph.address(from);
            String key = address.isEmpty() ? outside(from) : address;
            RouteEntry before = key.isEmpty() ? null : consumers.putIfAbsent(key, route);
            if (before != null) {
                findings.add(
                        route.file().name(),
                        route.file().line(route.pointer() + "/from/parameters"),
                        "two routes listen to " + key + ", this one and '" + before.id() + "' ("
                                + before.file().name() + ":" + before.line() + ")",
                        "give one of them another name or path");
            }
        }
    }

    /** Where requests come in from outside: only one route may take them. */
    private static String outside(JsonNode from) {
        JsonNode parameters = from.path("parameters");
        return from.path("uri").asText().equals("platform-http")
                ? parameters.path("httpMethodRestrict").asText("every") + " "
                        + parameters.path("path").asText()
                : "";
    }

    private void exists(Call call) {
        String address = call.address();
        // the name in an expression or a parameter is known only when a message comes
        if (call.isDynamic()
                || address.startsWith("kamelet:")
                || !graph.routesFrom(address).isEmpty()) {
            return;
        }
        YamlFile file = call.file();
        String missing = address.substring(address.indexOf(':') + 1);
        String at = file.at(call.pointer()).isObject() ? call.pointer() + "/parameters/name" : call.pointer();
        String wrong =
                call.moment() ? "the moment '" + missing + "' has no route" : "there is no route from " + address;
        Set<String> names = graph.names(address.substring(0, address.indexOf(':')));
        findings.add(file.name(), file.line(at), wrong, Suggestions.hint(missing, names, "add a route with that name"));
    }

    /** The address itself, or, where no route has it, the one that it seems to mean: that is one mistake, not many. */
    private String meant(String address) {
        int colon = address.indexOf(':');
        if (address.startsWith("kamelet:") || !graph.routesFrom(address).isEmpty()) {
            return address;
        }
        String scheme = address.substring(0, colon);
        return Suggestions.to(address.substring(colon + 1), graph.names(scheme))
                .map(name -> scheme + ":" + name)
                .orElse(address);
    }

    /** Follows calls and phases from every route that something outside starts, and from what holds for all routes. */
    private void unreached() {
        Set<String> roots = new HashSet<>();
        bundle.kameletsByName().keySet().forEach(kamelet -> roots.add("kamelet " + kamelet));
        for (RouteEntry entry : bundle.entries()) {
            if (!entry.isRoute()
                    || RouteGraph.address(entry.node().path("from")).isEmpty()) {
                roots.add(RouteGraph.name(entry));
            }
        }
        Set<String> reached = graph.reached(
                roots,
                entry -> Stream.concat(
                        graph.callsOf(entry).stream().map(Call::address).map(this::meant),
                        graph.entrancesOf(entry).stream().map(entrance -> "direct:" + entrance.phase())));
        boolean anyPhase = graph.entrances().stream().anyMatch(Entrance::isDynamic);
        for (RouteEntry route : bundle.entries("route")) {
            String address = RouteGraph.address(route.node().path("from"));
            boolean mayBeAPhase =
                    address.startsWith("direct:") && !graph.entrances().isEmpty();
            if (reached.contains(RouteGraph.name(route)) || mayBeAPhase && anyPhase) {
                continue;
            }
            findings.add(
                    route.file().name(),
                    route.line(),
                    "nothing ever reaches the route '" + route.id() + "'",
                    mayBeAPhase
                            ? "enter the phase '" + address.replace("direct:", "") + "' by become or ask-graph, call "
                                    + address + ", or remove the route"
                            : "call " + address + " somewhere, or remove the route");
        }
    }
}
