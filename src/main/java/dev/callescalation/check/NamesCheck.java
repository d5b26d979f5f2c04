package dev.callescalation.check;

import dev.callescalation.check.RouteGraph.Entrance;
import dev.callescalation.check.RouteGraph.Link;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names that routes call each other by: every {@code direct} and {@code seda} name that is called has one route, every
 * route can be reached from outside, ids are unique, and every route names its failures.
 */
record NamesCheck(Parsed bundle, RouteGraph graph, Findings findings) {

    private static final Set<String> PLACES_WITHOUT_STEPS = Set.of("parameters", "expression", "property");

    void check() {
        bundle.routes().forEach(this::order);
        bundle.entries("route").forEach(this::configuration);
        consumers();
        Map<String, Property> ids = new HashMap<>();
        bundle.entries().forEach(entry -> ids(entry, ids));
        if (bundle.complete()) {
            graph.links().forEach(this::exists);
            Set<String> moments = graph.names("direct");
            Comparisons.visit(bundle, "moment", (at, moment) -> {
                if (!moments.contains(moment)) {
                    String instead = Suggestions.hint(moment, moments, "add a route with that name");
                    findings.add(at, "the moment '" + moment + "' has no route", instead);
                }
            });
            unreached();
        }
    }

    /** Camel takes what holds for all routes of a file in front of them only. */
    private void order(YamlFile file) {
        boolean behind = false;
        for (Property entry : bundle.entries()) {
            if (entry.file() == file) {
                String name = entry.name();
                if (behind && name.matches("onException|onCompletion|errorHandler|intercept.*")) {
                    findings.add(
                            entry, "'" + name + "' is behind a route of its file", "move it in front of all routes");
                }
                behind |= name.equals("route") || name.equals("from");
            }
        }
    }

    /** @param first where an id is used first */
    private void ids(Property entry, Map<String, Property> first) {
        Property id = entry.at("id");
        boolean configuration = entry.name().equals("routeConfiguration");
        if (entry.name().equals("from")) {
            findings.add(id, "a route without an id", "write - route: around from:");
        } else if (!entry.get("id").isEmpty()) {
            once((configuration ? "configuration " : "") + entry.get("id"), id, first);
        } else if (configuration) {
            String wrong = "a route configuration without an id, which would hold for every route";
            findings.add(id, wrong, "add id: and a name of its own");
        } else if (entry.name().equals("route")) {
            findings.add(id, "a route without an id", "add id: and a name of its own");
        }
        entry.below()
                .filter(each -> each.name().equals("id") && !each.text().isEmpty())
                .filter(each ->
                        isOfAStep(each.pointer().substring(entry.pointer().length())))
                .forEach(each -> once(each.text(), each, first));
    }

    private static boolean isOfAStep(String below) {
        return !below.equals("/id") && Stream.of(below.split("/")).noneMatch(PLACES_WITHOUT_STEPS::contains);
    }

    private void once(String id, Property at, Map<String, Property> first) {
        Property before = first.putIfAbsent(id, at);
        if (before != null) {
            String name = "the id '" + id.replace("configuration ", "") + "'";
            String wrong = name + " is used a second time (first in " + before.place() + ")";
            findings.add(at, wrong, "give one of them another name");
        }
    }

    private void configuration(Property route) {
        Set<String> known = bundle.entries("routeConfiguration")
                .map(entry -> entry.get("id"))
                .collect(Collectors.toCollection(TreeSet::new));
        Property named = route.at("routeConfigurationId");
        boolean called = "direct".equals(route.get("from/uri"));
        if (named.value().asText().isEmpty() && !called) {
            String wrong =
                    "route '" + route.get("id") + "' names no route configuration, so nothing handles its failures";
            String instead = "add routeConfigurationId: with one of " + String.join(", ", known);
            findings.add(route.at("id"), wrong, instead);
        } else if (bundle.complete() && !named.value().asText().isEmpty()) {
            Stream.of(named.value().asText().split(","))
                    .map(String::strip)
                    .filter(name -> !known.contains(name))
                    .forEach(name -> findings.add(
                            named,
                            "there is no route configuration '" + name + "'",
                            Suggestions.among(name, "there are", known)));
        }
    }

    private void consumers() {
        Map<String, Property> consumers = new HashMap<>();
        bundle.entries("route").forEach(route -> {
            String address = graph.address(route.at("from"));
            String key = address.isEmpty() ? outside(route) : address;
            Property before = key.isEmpty() ? null : consumers.putIfAbsent(key, route);
            if (before != null) {
                String other = "'" + before.get("id") + "' (" + before.at("id").place() + ")";
                findings.add(
                        route.at("from/parameters"),
                        "two routes listen to " + key + ", this one and " + other,
                        "give one of them another name or path");
            }
        });
    }

    /** Where requests come in from outside: only one route may take them. */
    private static String outside(Property route) {
        String method = route.get("from/parameters/httpMethodRestrict");
        return route.get("from/uri").equals("platform-http")
                ? (method.isEmpty() ? "every" : method) + " " + route.get("from/parameters/path")
                : "";
    }

    /** The name in an expression or a parameter is known only when a message comes. */
    private void exists(Link link) {
        String address = link.address();
        if (link.isDynamic() || isThere(address)) {
            return;
        }
        String missing = address.substring(address.indexOf(':') + 1);
        Property step = link.step();
        String wrong =
                link.moment() ? "the moment '" + missing + "' has no route" : "there is no route from " + address;
        Set<String> names = graph.names(address.substring(0, address.indexOf(':')));
        findings.add(
                step.value().isObject() ? step.at("parameters/name") : step,
                wrong,
                Suggestions.hint(missing, names, "add a route with that name"));
    }

    private boolean isThere(String address) {
        return address.startsWith("kamelet:") || !graph.routesFrom(address).isEmpty();
    }

    /** The address itself, or, where no route has it, the one that it seems to mean: that is one mistake, not many. */
    private String meant(String address) {
        String[] parts = address.split(":", 2);
        return isThere(address)
                ? address
                : Suggestions.to(parts[1], graph.names(parts[0]))
                        .map(name -> parts[0] + ":" + name)
                        .orElse(address);
    }

    /** Follows calls and phases from every route that something outside starts, and from what holds for all routes. */
    private void unreached() {
        Stream<String> kamelets = bundle.kameletsByName().keySet().stream().map(kamelet -> "kamelet " + kamelet);
        Stream<String> outside = bundle.entries().stream()
                .filter(entry -> !entry.name().equals("route")
                        || graph.address(entry.at("from")).isEmpty())
                .map(RouteGraph::name);
        Set<String> reached = graph.reached(
                Stream.concat(kamelets, outside).toList(),
                entry -> Stream.concat(
                        graph.linksOf(entry).map(Link::address).map(this::meant),
                        graph.entrancesOf(entry).map(entrance -> "direct:" + entrance.phase())));
        boolean anyPhase = graph.entrances().stream().anyMatch(Entrance::isDynamic);
        bundle.entries("route")
                .filter(route -> !reached.contains(RouteGraph.name(route)))
                .forEach(route -> {
                    String address = graph.address(route.at("from"));
                    boolean mayBeAPhase =
                            address.startsWith("direct:") && !graph.entrances().isEmpty();
                    String enter = "enter the phase '" + address.replace("direct:", "") + "' by become or ask-graph, ";
                    String call = "call " + address + (mayBeAPhase ? "" : " somewhere") + ", or remove the route";
                    if (!mayBeAPhase || !anyPhase) {
                        String wrong = "nothing ever reaches the route '" + route.get("id") + "'";
                        findings.add(
                                Findings.Rank.USELESS,
                                route.at("id").finding(wrong, mayBeAPhase ? enter + call : call));
                    }
                });
    }
}
