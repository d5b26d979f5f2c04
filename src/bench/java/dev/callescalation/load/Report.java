package dev.callescalation.load;

import dev.callescalation.load.BenchmarkRun.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of all runs as a table for docs/benchmark.md: a line for each figure, a column for each run. */
final class Report {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final double MIB = 1024 * 1024;

    private final BenchmarkSettings settings;
    private final List<Figures> runs;

    Report(BenchmarkSettings settings, List<Figures> runs) {
        this.settings = settings;
        this.runs = List.copyOf(runs);
    }

    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(LocalDate.now(ZoneOffset.UTC) + ", " + processors() + ", Java " + Runtime.version() + " with `"
                + String.join(" ", settings.javaOptions()) + "`, " + settings.store() + ", " + settings.escalations()
                + " escalations for each load after " + settings.warmUp() + " to warm up, "
                + settings.concurrency() + " at once:");
        lines.add("");
        lines.add(row("other escalations open", run -> String.format(Locale.ROOT, "%,d", run.open())));
        lines.add("| --- |" + " ---: |".repeat(runs.size()));
        lines.add(row("escalations/s, saturated", run -> number(0, run.saturated().perSecond())));
        lines.add(row(
                "CPU of the bundle per escalation, saturated, ms",
                run -> number(2, run.saturatedUsage().bundleMs(run.saturated()))));
        lines.add(row(
                "CPU of the bundle per escalation, half load, ms",
                run -> number(2, run.halfUsage().bundleMs(run.half()))));
        lines.add(row(
                "CPU of the driver per escalation, saturated, ms",
                run -> number(2, run.saturatedUsage().driverMs(run.saturated()))));
        lines.add(row(
                "answer, half load, p50 / p99, ms", run -> run.half().answers().toString()));
        lines.add(row(
                "202, half load, p50 / p99, ms",
                run -> run.half().acknowledgements().toString()));
        lines.add(row(
                "answer, saturated, p50 / p99, ms",
                run -> run.saturated().answers().toString()));
        lines.add(row(
                "202, saturated, p50 / p99, ms",
                run -> run.saturated().acknowledgements().toString()));
        lines.add(row(
                "resident memory after saturation, MiB",
                run -> run.rss().isPresent() ? number(0, run.rss().getAsLong() / MIB) : "unknown"));
        lines.add(row("reachable on the heap, MiB", run -> number(1, run.heap() / MIB)));
        lines.add(row("store, MiB", run -> number(0, run.storeBytes() / MIB)));
        lines.add(row("store per escalation, KiB", run -> number(1, run.ownBytes() / 1024.0)));
        lines.add(row(
                "escalations in the end",
                run -> run.phases().entrySet().stream()
                        .map(phase -> String.format(Locale.ROOT, "%,d %s", phase.getValue(), phase.getKey()))
                        .collect(Collectors.joining(", "))));
        return lines;
    }

    private String row(String name, Function<Figures, String> figure) {
        return "| " + name + " | " + runs.stream().map(figure).collect(Collectors.joining(" | ")) + " |";
    }

    private static String number(int decimals, double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String processors() throws IOException {
        String model = "unknown processor";
        if (Files.exists(CPU_INFO)) {
            try (Stream<String> info = Files.lines(CPU_INFO)) {
                model = info.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(model);
            }
        }
        return Runtime.getRuntime().availableProcessors() + " processors (" + model + ")";
    }
}
