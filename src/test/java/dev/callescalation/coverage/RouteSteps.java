package dev.callescalation.coverage;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What there is to be reached in one file of routes: its steps, and the ways on from those that choose. */
final class RouteSteps {

    /** They have steps of their own, and are entered or not. */
    private static final Set<String> BRANCHES =
            Set.of("when", "otherwise", "doCatch", "doFinally", "onFallback", "onException");

    private final String file;
    private final List<Target> targets = new ArrayList<>();

    private RouteSteps(String file) {
        this.file = file;
    }

    /**
     * One thing to be reached.
     *
     * @param what   for the report
     * @param step   as {@link RouteCoverage} calls it; it is reached when this has been
     * @param except for the way past all branches: it is reached when the step has been more often than the first steps
     *               of the branches, which are these; null otherwise
     */
    record Target(String file, int line, String what, String step, List<String> except) {}

    static List<Target> of(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            RouteSteps steps = new RouteSteps(file.toString());
            steps.visit(new Yaml(new LoaderOptions()).compose(reader));
            return steps.targets;
        }
    }

    private void visit(Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::visit);
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                String name = text(entry.getKeyNode());
                if ("steps".equals(name)) {
                    ((SequenceNode) entry.getValueNode()).getValue().forEach(this::step);
                } else if (BRANCHES.contains(name)) {
                    branches(name, entry.getValueNode());
                } else {
                    visit(entry.getValueNode());
                }
            }
        }
    }

    private void step(Node node) {
        NodeTuple step = ((MappingNode) node).getValue().get(0);
        String kind = text(step.getKeyNode());
        Node body = step.getValueNode();
        // Camel wraps what is in a doTry, and not the doTry itself
        String id = "doTry".equals(kind) ? first(body).orElseThrow() : name(node);
        targets.add(new Target(file, line(step.getKeyNode()), (kind + " " + id(body)).strip(), id, null));
        if ("filter".equals(kind)) {
            past(
                    step,
                    id,
                    "filter " + id(body) + ": not let through",
                    first(body).stream().toList());
        } else if ("choice".equals(kind) && value(body, "otherwise").isEmpty()) {
            List<String> whens = items(value(body, "when").orElseThrow()).stream()
                    .flatMap(when -> first(when).stream())
                    .toList();
            past(step, id, "choice " + id(body) + ": none of its branches", whens);
        }
        visit(body);
    }

    private void past(NodeTuple step, String id, String what, List<String> branches) {
        targets.add(new Target(file, line(step.getKeyNode()), what, id, branches));
    }

    private void branches(String kind, Node node) {
        for (Node branch : items(node)) {
            Optional<String> first = first(branch);
            first.ifPresent(
                    name -> targets.add(new Target(file, line(branch), (kind + " " + id(branch)).strip(), name, null)));
            visit(branch);
        }
    }

    /** A list of them, or one. Route configurations write each in a mapping of its own name. */
    private static List<Node> items(Node node) {
        List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        return items.stream()
                .map(item -> value(item, "onException").orElse(item))
                .toList();
    }

    /** As {@link RouteCoverage} calls the first step; empty when there is none. */
    private Optional<String> first(Node branch) {
        return value(branch, "steps")
                .map(steps -> ((SequenceNode) steps).getValue())
                .filter(steps -> !steps.isEmpty())
                .map(steps -> name(steps.get(0)));
    }

    private String name(Node step) {
        NodeTuple entry = ((MappingNode) step).getValue().get(0);
        String id = id(entry.getValueNode());
        return id.isEmpty() ? "file:" + file + ":" + line(entry.getKeyNode()) : id;
    }

    private static String id(Node node) {
        return value(node, "id").map(RouteSteps::text).orElse("");
    }

    private static Optional<Node> value(Node node, String name) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(entry -> name.equals(text(entry.getKeyNode())))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
