package dev.callescalation.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The benchmark of docs/benchmark.md. It ends with code 1 when anything was lost, doubled or refused. */
public final class Benchmark {

    private static final Logger LOG = LoggerFactory.getLogger(Benchmark.class);
    private static final Path FOLDER = Path.of("target", "bench");
    private static final int COMPLAINTS_TOLD = 10;

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        BenchmarkSettings settings = BenchmarkSettings.read();
        List<BenchmarkRun.Figures> runs = new ArrayList<>();
        for (int open : settings.open()) {
            Path folder = BenchmarkRun.freshFolder(FOLDER.resolve("open-" + open));
            runs.add(new BenchmarkRun(settings, open, folder).measure());
            // at once, so that a later run that breaks off does not take it along
            Files.write(FOLDER.resolve("report.md"), new Report(settings, runs).lines());
        }
        new Report(settings, runs).lines().forEach(LOG::info);
        List<String> complaints =
                runs.stream().flatMap(run -> run.complaints().stream()).toList();
        complaints.stream().limit(COMPLAINTS_TOLD).forEach(LOG::error);
        if (!complaints.isEmpty()) {
            LOG.error("{} complaints: these figures are worth nothing", complaints.size());
            System.exit(1);
        }
    }
}
