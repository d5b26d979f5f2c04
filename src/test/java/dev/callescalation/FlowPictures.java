package dev.callescalation;

import dev.callescalation.RouteMap.Kind;
import dev.callescalation.RouteMap.Route;
import dev.callescalation.RouteMap.Way;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws docs/flow.md from the routes: the phases, and each file of routes. */
final class FlowPictures {

    /** How many boxes of a picture can be read on a screen. */
    static final long MOST_BOXES = 20;

    private static final int MOST_LABELS = 2;
    private static final int IN_A_ROW = 3;
    private static final Set<Kind> CALLS = Set.of(Kind.CALL, Kind.LATER);

    /** Room for the labels of arrows. */
    private static final String SPACED = "%%%%{init: {\"%s\": {\"rankSpacing\": 90, \"nodeSpacing\": 40}}}%%%%\n";

    /** Groups that come first; others follow by name. */
    private static final List<String> ORDER = List.of(
            "receive-notifications",
            "decide",
            "answering",
            "joining",
            "moving",
            "move-failed",
            "confirm-move",
            "remove-duplicates",
            "escalated",
            "in-place",
            "invite-others",
            "over",
            "ask-again",
            "policy",
            "send-command",
            "send-lookup",
            "settle-command",
            "timers",
            "invite-into-call",
            "operators");

    private static final String PHASES = """
            An escalation is in one phase at a time. An arrow names the rows that lead to the next phase. Final phases are yellow.

            """;

    private final RouteMap map = RouteMap.read();

    /**
     * The states of an escalation.
     *
     * @return Mermaid; an arrow is labelled with the rows of the phase's route that lead on
     */
    String phases() {
        Set<String> phases = new LinkedHashSet<>();
        Set<String> last = new LinkedHashSet<>();
        for (Route route : map.routes()) {
            route.ways().stream().filter(way -> way.kind() == Kind.PHASE).forEach(way -> phases.add(way.target()));
            route.ways().stream().filter(way -> way.kind() == Kind.FINAL).forEach(way -> last.add(way.target()));
        }
        StringBuilder picture = new StringBuilder(SPACED.formatted("state") + "stateDiagram-v2\n");
        Stream.concat(phases.stream(), last.stream())
                .forEach(phase -> picture.append("  state \"%s\" as %s\n".formatted(phase, name(phase))));
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        map.route("decide").ways().forEach(way -> arrows("[*]", way, arrows));
        phases.forEach(phase -> map.route(phase).ways().forEach(way -> arrows(phase, way, arrows)));
        arrows.forEach((arrow, labels) -> picture.append("  %s : %s\n".formatted(arrow, label(labels))));
        return picture.append("  classDef last fill:#fef3c7,stroke:#b45309,color:#111\n")
                .append("  class %s last\n"
                        .formatted(last.stream().map(FlowPictures::name).collect(Collectors.joining(","))))
                .toString();
    }

    /** The rows that lead from one phase to another; where a row leads to several, the next choice says to which. */
    private void arrows(String from, Way first, Map<String, Set<String>> arrows) {
        List<Way> entered = map.decided(first).stream()
                .filter(way -> way.kind() == Kind.PHASE || way.kind() == Kind.FINAL)
                .filter(way -> !way.target().equals(from))
                .toList();
        boolean several = entered.stream().map(Way::target).distinct().count() > 1;
        for (Way way : entered) {
            arrows.computeIfAbsent(name(from) + " --> " + name(way.target()), any -> new LinkedHashSet<>())
                    .add(several && way.when().contains(" ") ? way.when() : first.when());
        }
    }

    /** What is drawn together, by heading: a file, or the files of a folder that have one route each. */
    Map<String, List<Route>> groups() {
        Map<Path, List<Route>> files = new LinkedHashMap<>();
        ORDER.forEach(name -> files.put(Path.of("routes", name + ".camel.yaml"), new ArrayList<>()));
        map.routes()
                .forEach(route -> files.computeIfAbsent(route.file(), any -> new ArrayList<>())
                        .add(route));
        Map<String, List<Route>> groups = new LinkedHashMap<>();
        files.forEach((file, routes) -> {
            Path name = Path.of("routes").relativize(file);
            String folder = name.getNameCount() > 1 ? name.getParent().toString() : "In and out";
            if (!routes.isEmpty()) {
                groups.computeIfAbsent(
                                routes.size() > 1 ? name.toString().replace(".camel.yaml", "") : folder,
                                any -> new ArrayList<>())
                        .addAll(routes);
            }
        });
        return groups;
    }

    /** A box for each route of a group and for what it leads to; what several lead to is drawn once if there is no room. */
    String picture(List<Route> routes) {
        String picture = picture(routes, true);
        return boxes(picture) > MOST_BOXES ? picture(routes, false) : picture;
    }

    private String picture(List<Route> routes, boolean apart) {
        Map<String, String> boxes = new LinkedHashMap<>();
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        routes.forEach(route -> boxes.put(route.id(), box(route)));
        for (Route route : routes) {
            for (Way way : route.ways()) {
                String target = target(route, way, apart, boxes);
                if (!target.isEmpty()) {
                    Set<String> labels = arrows.computeIfAbsent(
                            name(route.id()) + " " + arrow(way.kind()) + " " + name(target),
                            any -> new LinkedHashSet<>());
                    if (!way.when().isEmpty()) {
                        labels.add(way.when());
                    }
                }
            }
        }
        StringBuilder picture = new StringBuilder(SPACED.formatted("flowchart") + "flowchart LR\n");
        List<String> alone = boxes.keySet().stream()
                .map(FlowPictures::name)
                .filter(box ->
                        arrows.keySet().stream().noneMatch(arrow -> (" " + arrow + " ").contains(" " + box + " ")))
                .toList();
        picture.append(rows(alone));
        boxes.values().forEach(box -> picture.append("  ").append(box).append('\n'));
        arrows.forEach((arrow, labels) -> picture.append("  ")
                .append(labels.isEmpty() ? arrow : arrow.replaceFirst("> ", ">|\"" + label(labels) + "\"| "))
                .append('\n'));
        return picture.append("  classDef here fill:#dbeafe,stroke:#1d4ed8,color:#111\n")
                .append("  classDef elsewhere fill:#f3f4f6,stroke:#9ca3af,color:#374151\n")
                .append("  classDef phase fill:#fef3c7,stroke:#b45309,color:#111\n")
                .toString();
    }

    /** Boxes without an arrow, side by side. */
    private static String rows(List<String> boxes) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < boxes.size(); i++) {
            if (i % IN_A_ROW != 0) {
                rows.append("  %s ~~~ %s\n".formatted(boxes.get(i - 1), boxes.get(i)));
            }
        }
        return rows.toString();
    }

    private static String arrow(Kind kind) {
        return switch (kind) {
            case LATER -> "-.->";
            case PHASE, FINAL, PHASE_ROUTE -> "==>";
            default -> "-->";
        };
    }

    /**
     * The box that a way leads to, which is added when it is not there.
     *
     * @param apart whether each route has boxes of its own for what is elsewhere
     * @return empty when the way is within the box of its route
     */
    private String target(Route route, Way way, boolean apart, Map<String, String> boxes) {
        String id = way.target();
        if (way.kind() == Kind.COMMAND || way.kind() == Kind.BESIDES) {
            return "";
        }
        if (CALLS.contains(way.kind()) && boxes.containsKey(id)) {
            return id;
        }
        String shape = switch (way.kind()) {
            case PHASE -> "{{\"phase <b>%s</b>\"}}:::phase".formatted(id);
            case FINAL -> "([\"final phase <b>%s</b>\"]):::phase".formatted(id);
            case PHASE_ROUTE -> "{{\"route of the phase\"}}:::phase";
            default ->
                "[\"<b>%s</b><br/>%s\"]:::elsewhere"
                        .formatted(id, text(map.route(id).description()));
        };
        String box = (apart ? route.id() + "_" : "") + way.kind().name().toLowerCase() + "_" + id;
        boxes.putIfAbsent(box, name(box) + shape);
        return box;
    }

    private static String box(Route route) {
        List<String> lines = new ArrayList<>(List.of("<b>" + route.id() + "</b>", text(route.description())));
        if (!route.from().isEmpty()) {
            lines.add("<i>" + route.from() + "</i>");
        }
        route.ways().stream()
                .filter(way -> way.kind() == Kind.COMMAND)
                .map(way -> "<i>" + way.target() + "</i>")
                .distinct()
                .forEach(lines::add);
        return "%s[\"%s\"]:::here".formatted(name(route.id()), String.join("<br/>", lines));
    }

    private static String label(Collection<String> labels) {
        List<String> shown =
                labels.stream().limit(MOST_LABELS).map(FlowPictures::text).collect(Collectors.toList());
        if (labels.size() > MOST_LABELS) {
            shown.add((labels.size() - MOST_LABELS) + " more");
        }
        return String.join("<br/>or: ", shown);
    }

    /** Without what Mermaid gives a meaning: a quote ends a text, a semicolon a line, a hash begins a character. */
    private static String text(String text) {
        return text.replace('"', '\'').replace(';', ',').replace("#", "");
    }

    /** Words that Mermaid has a meaning for, such as end, may begin no name. */
    private static String name(String id) {
        return id.replace('-', '_');
    }

    /** The generated part of the document: a heading, a caption and a picture for each group. */
    String pages() {
        StringBuilder pages = new StringBuilder("## The phases\n\n" + PHASES + fenced(phases()));
        groups().forEach((name, routes) -> {
            pages.append("\n## ").append(name).append("\n\n").append(caption(routes));
            Set<String> callers = callers(routes);
            if (!callers.isEmpty()) {
                pages.append("Called by ")
                        .append(callers.stream().map(id -> "`" + id + "`").collect(Collectors.joining(", ")))
                        .append(".\n\n");
            }
            pages.append(fenced(picture(routes)));
        });
        return pages.toString();
    }

    /** The pictures in the order of the pages. */
    static List<String> pictures(String pages) {
        return Documents.find("(?s)```mermaid\n(.*?)```", pages);
    }

    /** How many boxes a picture has. */
    static long boxes(String picture) {
        return picture.lines()
                .filter(line -> line.contains(":::") || line.startsWith("  state "))
                .count();
    }

    private static String fenced(String picture) {
        return "```mermaid\n" + picture + "```\n";
    }

    /** The comments at the top of the files. */
    private static String caption(List<Route> routes) {
        Set<Path> files = routes.stream().map(Route::file).collect(Collectors.toCollection(LinkedHashSet::new));
        StringBuilder caption = new StringBuilder();
        for (Path file : files) {
            String comment = BundleFiles.text(file)
                    .lines()
                    .takeWhile(line -> line.startsWith("#"))
                    .map(line -> line.substring(1).strip())
                    .collect(Collectors.joining(" "));
            caption.append(files.size() > 1 ? "- " : "")
                    .append("`%s`: ".formatted(file))
                    .append(comment)
                    .append('\n');
        }
        return caption.append('\n').toString();
    }

    /** The routes elsewhere that lead to one of these; a Kamelet for those that use it. */
    private Set<String> callers(List<Route> routes) {
        Set<String> here = routes.stream().map(Route::id).collect(Collectors.toSet());
        Set<String> callers = new TreeSet<>();
        map.routes().stream()
                .filter(route -> !here.contains(route.id()))
                .filter(route -> route.ways().stream().anyMatch(way -> leads(way, here)))
                .forEach(route -> callers.add(route.id()));
        return callers;
    }

    private static boolean leads(Way way, Set<String> routes) {
        return Set.of(Kind.CALL, Kind.LATER, Kind.BESIDES).contains(way.kind()) && routes.contains(way.target());
    }
}
