package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.Parsed.RouteEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Names that routes call each other by: every {@code direct} and {@code seda} name that is called has one route, every
 * route can be reached from outside, ids are unique, and every route names its failures.
 */
final class NamesCheck {

    private static final Set<String> WITHIN = Set.of("direct", "seda");
    private static final Set<String> PLACES_WITHOUT_STEPS = Set.of("parameters", "expression", "property");

    private final Parsed bundle;
    private final Findings findings;
    /** Who consumes from an address: {@code direct:answer-call}. */
    private final Map<String, RouteEntry> consumers = new TreeMap<>();
    /** The addresses that an entry calls: {@code route answer-call}, {@code kamelet}. */
    private final Map<String, Set<String>> calls = new HashMap<>();

    private NamesCheck(Parsed bundle, Findings findings) {
        this.bundle = bundle;
        this.findings = findings;
    }

    static void check(Parsed bundle, Findings findings) {
        NamesCheck check = new NamesCheck(bundle, findings);
        check.configurations();
        check.consumers();
        check.entries();
        check.kamelets();
        if (bundle.complete()) {
            check.unreached();
        }
    }

    /** One look at all that is in them: the ids, and whom they call. */
    private void entries() {
        Map<String, String> first = new HashMap<>();
        for (RouteEntry entry : bundle.entries()) {
            id(entry, first);
            String caller = entry.kind() + " " + entry.id();
            entry.file().walk(entry.pointer(), (pointer, name, value) -> {
                if (name.equals("id") && value.isTextual() && isOfAStep(entry, pointer)) {
                    once(value.asText(), entry.file(), pointer, first);
                }
                if (!pointer.equals(entry.pointer() + "/from")) {
                    call(caller, entry.file(), pointer, name, value);
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
            if (named.isEmpty()) {
                findings.add(
                        route.file().name(),
                        route.line(),
                        "route '" + route.id() + "' names no route configuration, so its failures are nobody's",
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
        for (RouteEntry route : bundle.entries("route")) {
            JsonNode from = route.node().path("from");
            String address = address(from);
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

    private static String address(JsonNode endpoint) {
        String uri =
                endpoint.isTextual() ? endpoint.asText() : endpoint.path("uri").asText();
        if (endpoint.isObject() && WITHIN.contains(uri)) {
            return uri + ":" + endpoint.path("parameters").path("name").asText();
        }
        int colon = uri.indexOf(':');
        return colon > 0 && WITHIN.contains(uri.substring(0, colon)) ? uri.replaceFirst("\\?.*", "") : "";
    }

    private void kamelets() {
        bundle.kamelets()
                .forEach(file -> file.walk(
                        "/spec/template", (pointer, name, value) -> call("kamelet", file, pointer, name, value)));
    }

    private void call(String caller, YamlFile file, String pointer, String name, JsonNode value) {
        String called = name.equals("moment") ? "direct:" + value.asText() : address(value);
        // whom an expression or a parameter names is known only when it runs
        if (!called.isEmpty() && !called.contains("{")) {
            calls.computeIfAbsent(caller, any -> new HashSet<>()).add(called);
            exists(called, name, file, pointer);
        }
    }

    private void exists(String called, String name, YamlFile file, String pointer) {
        if (consumers.containsKey(called) || !bundle.complete()) {
            return;
        }
        Set<String> names = new TreeSet<>();
        consumers.keySet().forEach(key -> {
            if (key.startsWith(called.substring(0, called.indexOf(':') + 1))) {
                names.add(key.substring(key.indexOf(':') + 1));
            }
        });
        String missing = called.substring(called.indexOf(':') + 1);
        String at = file.at(pointer).isObject() ? pointer + "/parameters/name" : pointer;
        String wrong = name.equals("moment")
                ? "the moment '" + missing + "' has no route"
                : "there is no route from " + called;
        findings.add(file.name(), file.line(at), wrong, Suggestions.hint(missing, names, "add a route with that name"));
    }

    /** Follows calls from every route that something outside starts, and from what holds for all routes. */
    private void unreached() {
        Deque<String> open = new ArrayDeque<>();
        Map<String, RouteEntry> routes = new HashMap<>();
        bundle.entries("route").forEach(route -> routes.put(route.id(), route));
        Set<String> reached = new HashSet<>();
        for (RouteEntry entry : bundle.entries()) {
            if (!entry.isRoute() || address(entry.node().path("from")).isEmpty()) {
                open.add(entry.kind() + " " + entry.id());
            }
        }
        open.add("kamelet");
        while (!open.isEmpty()) {
            String caller = open.remove();
            if (reached.add(caller)) {
                calls.getOrDefault(caller, Set.of()).forEach(called -> {
                    RouteEntry route = consumers.get(called);
                    if (route != null) {
                        open.add("route " + route.id());
                    }
                });
            }
        }
        List<RouteEntry> lost = routes.values().stream()
                .filter(route -> !reached.contains("route " + route.id()))
                .toList();
        lost.forEach(route -> findings.add(
                route.file().name(),
                route.line(),
                "nothing ever reaches the route '" + route.id() + "'",
                "call " + address(route.node().path("from")) + " somewhere, or remove the route"));
    }
}
