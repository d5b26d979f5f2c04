package dev.callescalation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.decision.HandOver;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where each route leads: read from the files as they are, with or without ids of steps. */
final class RouteMap {

    /** The longest condition that is shown where a row has no description. */
    private static final int SHOWN = 40;

    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Map<String, List<Way>> kamelets = new LinkedHashMap<>();

    /** What a step does with a message. */
    enum Kind {
        /** Calls a route. */
        CALL,
        /** Hands a message to a route that takes it after the commit. */
        LATER,
        /** Announces a moment together with a phase that is entered, or calls what follows it. */
        BESIDES,
        /** Calls the route of the phase that the escalation is in. */
        PHASE_ROUTE,
        /** Enters a phase. */
        PHASE,
        /** Enters a final phase. */
        FINAL,
        /** Queues a command to Graph. */
        COMMAND
    }

    /**
     * One thing that a route does.
     *
     * @param target a route, a phase, or a command with its path
     * @param when   the row that it is in; empty outside of rows
     */
    record Way(Kind kind, String target, String when) {}

    /** @param from the address of a request that it answers; empty for a route that others call */
    record Route(String id, Path file, String description, String from, List<Way> ways) {}

    private RouteMap() {}

    static RouteMap read() {
        RouteMap map = new RouteMap();
        for (Path file : BundleFiles.kamelets()) {
            List<Way> ways = new ArrayList<>();
            map.steps(BundleFiles.yaml(file).at("/spec/template/from/steps"), "", ways);
            map.kamelets.put(file.getFileName().toString().replace(".kamelet.yaml", ""), ways);
        }
        for (Path file : BundleFiles.routes()) {
            for (JsonNode entry : BundleFiles.yaml(file)) {
                JsonNode route = entry.path("route");
                if (route.isObject()) {
                    List<Way> ways = new ArrayList<>();
                    map.steps(route.at("/from/steps"), "", ways);
                    String id = route.path("id").asText();
                    map.routes.put(
                            id, new Route(id, file, route.path("description").asText(), from(route), ways));
                }
            }
        }
        return map;
    }

    List<Route> routes() {
        return List.copyOf(routes.values());
    }

    Route route(String id) {
        return routes.get(id);
    }

    /**
     * What happens within one decision that begins with a step: the step, and all that the routes do that it calls.
     * What is in no row has that of the step that has called its route.
     */
    List<Way> decided(Way first) {
        List<Way> decided = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deque<Way> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Way way = open.remove();
            decided.add(way);
            if (way.kind() == Kind.CALL && seen.add(way.target())) {
                routes.get(way.target())
                        .ways()
                        .forEach(next -> open.add(
                                next.when().isEmpty() ? new Way(next.kind(), next.target(), way.when()) : next));
            }
        }
        return decided;
    }

    private static String from(JsonNode route) {
        JsonNode parameters = route.at("/from/parameters");
        return switch (route.at("/from/uri").asText()) {
            case "platform-http" ->
                parameters.path("httpMethodRestrict").asText() + " "
                        + parameters.path("path").asText();
            case "scheduler" -> "timer";
            default -> "";
        };
    }

    private void steps(JsonNode steps, String when, List<Way> ways) {
        for (JsonNode step : steps) {
            step.properties().forEach(entry -> step(entry.getKey(), entry.getValue(), when, ways));
        }
    }

    private void step(String name, JsonNode step, String when, List<Way> ways) {
        if (name.equals("choice")) {
            step.path("when").forEach(row -> steps(row.path("steps"), row(row), ways));
            JsonNode otherwise = step.path("otherwise");
            steps(otherwise.path("steps"), otherwise.path("description").asText("otherwise"), ways);
            return;
        }
        if (step.path("ref").asText().equals("oneCommit")) {
            HandOver.QUEUES.forEach(queue -> ways.add(new Way(Kind.LATER, queue.replace("seda:", ""), when)));
        }
        endpoint(step.path("uri").asText(), step.path("parameters"), when, ways);
        steps(step.path("steps"), when, ways);
        for (String nested : List.of("onFallback", "doFinally")) {
            steps(step.path(nested).path("steps"), when, ways);
        }
        step.path("doCatch").forEach(failure -> steps(failure.path("steps"), when, ways));
    }

    private void endpoint(String uri, JsonNode parameters, String when, List<Way> ways) {
        String scheme = uri.replaceFirst(":.*", "");
        String name = uri.contains(":")
                ? uri.substring(scheme.length() + 1)
                : parameters.path("name").asText();
        switch (scheme) {
            case "direct" -> {
                if (name.equals("${variable.phase}")) {
                    ways.add(new Way(Kind.PHASE_ROUTE, "", when));
                } else if (!name.contains("{")) {
                    ways.add(new Way(Kind.CALL, name, when));
                }
            }
            case "seda" -> ways.add(new Way(Kind.LATER, name, when));
            case "kamelet" -> kamelet(name, parameters, when, ways);
            default -> {}
        }
    }

    private void kamelet(String name, JsonNode parameters, String when, List<Way> ways) {
        if (name.equals("ask-graph")) {
            ways.add(new Way(Kind.COMMAND, command(parameters), when));
        }
        if (name.equals("fail")) {
            ways.add(new Way(Kind.FINAL, "failed", when));
        }
        if (parameters.has("phase")) {
            Kind kind = parameters.path("final").asBoolean() ? Kind.FINAL : Kind.PHASE;
            ways.add(new Way(kind, parameters.path("phase").asText(), when));
        }
        if (parameters.has("moment")) {
            Kind kind = name.equals("announce") ? Kind.LATER : Kind.BESIDES;
            ways.add(new Way(kind, parameters.path("moment").asText(), when));
        }
        kamelets.getOrDefault(name, List.of()).forEach(way -> ways.add(new Way(Kind.BESIDES, way.target(), when)));
    }

    private static String command(JsonNode parameters) {
        String to = parameters.path("to").asText();
        return parameters.path("method").asText("POST") + " "
                + (to.equals("nobody") ? "/calls" : "{" + to + "}")
                + parameters.path("path").asText();
    }

    /** What a row says of itself; without a description, its condition when it is short. */
    private static String row(JsonNode row) {
        String condition = row.at("/expression/simple/expression")
                .asText()
                .replaceAll("\\$\\{variable\\.(\\w+)}", "$1")
                .replaceAll("\\$\\{(\\w+\\(.*?\\))}", "$1");
        return row.path("description").asText(condition.length() > SHOWN ? "" : condition);
    }
}
