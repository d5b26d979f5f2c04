package dev.callescalation.coverage;

import dev.callescalation.coverage.RouteSteps.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After the tests: tells which steps and branches of the routes none of them has reached, by file and line, and ends
 * with code 1 when there are too many. Camel's own report knows nothing of YAML and finds all of it covered.
 */
public final class RouteCoverageReport {

    static final Path FOLDER = Path.of("target", "route-coverage");

    private static final Logger LOG = LoggerFactory.getLogger(RouteCoverageReport.class);

    private final Map<String, Long> hits;

    private RouteCoverageReport(Map<String, Long> hits) {
        this.hits = hits;
    }

    /** @param arguments how many of a hundred steps and branches have to be reached at least */
    public static void main(String[] arguments) throws IOException {
        double least = Double.parseDouble(arguments[0]);
        List<Target> targets = new ArrayList<>();
        for (Path file : files(Path.of("routes"), ".yaml")) {
            targets.addAll(RouteSteps.of(file));
        }
        List<Path> counts = files(FOLDER, ".hits");
        RouteCoverageReport report = new RouteCoverageReport(sum(counts));
        Path file = FOLDER.resolve("report.md");
        Files.write(file, report.lines(targets));
        double reached = report.percent(targets);
        String told = String.format(
                Locale.ROOT, "Tests reach %.1f %% of the steps and branches of the routes, see %s", reached, file);
        LOG.info(told);
        if (reached < least) {
            LOG.error("{}: at least {} % have to be reached. Write tests for what it lists as missing.", told, least);
            System.exit(1);
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Long> sum(List<Path> counts) throws IOException {
        Map<String, Long> sum = new HashMap<>();
        for (Path file : counts) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(" ", 2);
                sum.merge(parts[1], Long.valueOf(parts[0]), Long::sum);
            }
        }
        return sum;
    }

    private boolean isReached(Target target) {
        long times = hits.getOrDefault(target.step(), 0L);
        return target.except() == null
                ? times > 0
                : times
                        > target.except().stream()
                                .mapToLong(id -> hits.getOrDefault(id, 0L))
                                .sum();
    }

    private double percent(List<Target> targets) {
        return 100.0 * targets.stream().filter(this::isReached).count() / targets.size();
    }

    private List<String> lines(List<Target> targets) {
        List<String> lines = new ArrayList<>(List.of("| file | steps and branches | reached |", "| --- | --- | --- |"));
        targets.stream().map(Target::file).distinct().forEach(file -> {
            List<Target> its =
                    targets.stream().filter(t -> t.file().equals(file)).toList();
            lines.add("| " + file + " | " + its.size() + " | "
                    + its.stream().filter(this::isReached).count() + " |");
        });
        lines.addAll(List.of("", "Missing:", ""));
        targets.stream()
                .filter(target -> !isReached(target))
                .forEach(target -> lines.add("- " + target.file() + ":" + target.line() + " " + target.what()));
        return lines;
    }
}
