package dev.callescalation.load.faults;

import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fault harness of docs/faults.md. It ends with code 1 when a promise was broken, or a run could not be played. */
public final class Faults {

    static final Path FOLDER = Path.of("target", "faults");

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final List<FaultRun> RUNS = List.of(
            new Kills(),
            new Noise(),
            new GraphAway(),
            new OneTenant(),
            new HugeReplies(),
            new StoreAway(),
            new DiskFull(),
            LockedStore.sqlite(),
            LockedStore.postgresql(),
            new TwoNodes(),
            new NodeKilled(),
            new FrozenNode(),
            new RollingUpdate(),
            new DatabaseFailover(),
            new TenNodes(),
            new Stop(),
            new HalfOpenConnections(),
            new Edits(),
            new ConfigMapEdit(),
            new ClockJump());

    private Faults() {}

    public static void main(String[] arguments) throws IOException {
        FaultSettings settings = FaultSettings.read();
        Files.createDirectories(FOLDER);
        List<String> report = new ArrayList<>(List.of("Seed " + settings.seed() + " (`-Dfaults.seed`)", ""));
        LOG.info("seed {}", settings.seed());
        boolean allKept = true;
        for (FaultRun run : chosen(settings)) {
            String lacks = run.lacks(settings);
            if (!lacks.isEmpty()) {
                LOG.warn("{} is skipped: {}", run.name(), lacks);
                report.addAll(List.of("## " + run.name() + ": skipped", "", lacks, ""));
                continue;
            }
            RunFindings findings = play(run, settings);
            findings.lines().forEach(LOG::info);
            report.addAll(findings.lines());
            // at once, so that a later run that breaks off does not take it along
            Files.write(FOLDER.resolve("report.md"), report);
            allKept &= findings.allKept();
        }
        if (!allKept) {
            LOG.error("Promises were broken; see {}", FOLDER.resolve("report.md"));
            System.exit(1);
        }
    }

    private static List<FaultRun> chosen(FaultSettings settings) {
        List<String> names = RUNS.stream().map(FaultRun::name).toList();
        if (!names.containsAll(settings.only())) {
            throw new IllegalArgumentException(
                    "faults.only is '" + String.join(",", settings.only()) + "'; possible are: " + names + ".");
        }
        return RUNS.stream()
                .filter(run -> settings.only().isEmpty() || settings.only().contains(run.name()))
                .toList();
    }

    private static RunFindings play(FaultRun run, FaultSettings settings) {
        RunFindings findings = new RunFindings(run.name(), run.proves());
        long began = System.nanoTime();
        try {
            Path folder = Stage.freshFolder(run.name());
            try (LoadStore store = run.store(folder);
                    Stage stage = new Stage(settings, folder, store, run.failedPercent())) {
                run.play(settings, stage, store, findings);
                stage.awaitQuiet();
                new Judge(findings).judge(stage.callers(), store);
            }
        } catch (Exception e) {
            LOG.error("The run {} has broken off", run.name(), e);
            findings.broken("the run can be played", e.toString());
        }
        findings.fact(
                "took, seconds", Duration.ofNanos(System.nanoTime() - began).toSeconds());
        return findings;
    }
}
