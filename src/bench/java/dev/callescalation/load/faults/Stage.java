package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.LoadStore;
import dev.callescalation.load.Registration;
import dev.callescalation.sandbox.Sandbox;
import dev.callescalation.sandbox.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Everything that one run is played with: Graph, a store, those who call, and bundles to be started. */
final class Stage implements AutoCloseable {

    /** Longer than any run keeps a webhook away, Graph goes on trying; and no run lets a clock be more wrong. */
    private static final Timing PATIENT =
            new Timing(Timing.GRAPH.answerWithin(), Timing.GRAPH.redeliveryGap(), 240, Duration.ofHours(3));

    /** A call rings for 15 s and an invite may wait for 75 s: nobody looks after either before that is over. */
    static final Map<String, String> LATE_DEADLINES = Map.of(
            "CALLS_ESCALATION_ESTABLISHED_DEADLINE_MS", "16000", "CALLS_ESCALATION_OPERATION_DEADLINE_MS", "76000");

    /** Where nothing gets lost, whatever is awaited comes in the end. */
    static final Map<String, String> SHIPPED_DEADLINES = Map.of(
            "CALLS_ESCALATION_ESTABLISHED_DEADLINE_MS", "20000", "CALLS_ESCALATION_OPERATION_DEADLINE_MS", "90000");

    /**
     * The same, with the first compiler alone: a machine has to carry several programs, some of which are starting, and
     * all else.
     */
    static final Map<String, String> ONE_OF_SEVERAL = Map.of(
            "CALLS_ESCALATION_ESTABLISHED_DEADLINE_MS", "20000",
            "CALLS_ESCALATION_OPERATION_DEADLINE_MS", "90000",
            "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    private static final Duration LONGEST_END = Duration.ofSeconds(180);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final long LOOK_EVERY_MS = 100;

    private final FaultSettings settings;
    private final Path folder;
    private final LoadStore store;
    private final Random random;
    private final Sandbox sandbox = Registration.sandbox(PATIENT);
    private final Callers callers;
    private final Map<String, BundleProcess> bundles = new HashMap<>();

    /** @param failedPercent how many of a hundred invites Graph takes and then lets fail */
    Stage(FaultSettings settings, Path folder, LoadStore store, int failedPercent) {
        this.settings = settings;
        this.folder = folder;
        this.store = store;
        random = new Random(settings.seed());
        callers = new Callers(sandbox, new Random(settings.seed()), failedPercent);
    }

    /** An empty folder for one run; what an earlier one has left there is deleted. */
    static Path freshFolder(String name) throws IOException {
        Path folder = Files.createDirectories(folder(name));
        try (Stream<Path> files = Files.walk(folder)) {
            // what is in a folder before the folder
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return Files.createDirectories(folder);
    }

    static Path folder(String name) {
        return Faults.FOLDER.resolve(name);
    }

    /**
     * A bundle that is not started yet. Its deadlines are short, so that what it has to give up is given up soon.
     *
     * @param name        of its log
     * @param environment settings that win over those of every run
     */
    BundleProcess bundle(String name, Map<String, String> environment) {
        return bundle(name, Path.of(""), List.of(), environment);
    }

    /**
     * The same with files of its own.
     *
     * @param files holds routes/, templates/ and application.properties
     */
    BundleProcess bundle(String name, Path files, Map<String, String> environment) {
        return bundle(name, files, List.of(), environment);
    }

    private BundleProcess bundle(String name, Path files, List<String> launcher, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Registration.environment(sandbox, store));
        all.put("CALLS_ESCALATION_ESTABLISHED_DEADLINE_MS", "3000");
        all.put("CALLS_ESCALATION_OPERATION_DEADLINE_MS", "3000");
        all.putAll(environment);
        BundleProcess bundle = new BundleProcess(files, launcher, settings.javaOptions(), all, log(name));
        bundles.put(name, bundle);
        return bundle;
    }

    /** The same, started, and registered as the one that calls come to. */
    BundleProcess startedBundle(String name, Map<String, String> environment) throws IOException, InterruptedException {
        return startedBundle(name, Path.of(""), environment);
    }

    /**
     * The same with files of its own.
     *
     * @param files holds routes/, templates/ and application.properties
     */
    BundleProcess startedBundle(String name, Path files, Map<String, String> environment)
            throws IOException, InterruptedException {
        return startedBundle(name, files, List.of(), environment);
    }

    /**
     * The same, started by another program.
     *
     * @param launcher as in {@link BundleProcess}
     */
    BundleProcess startedBundle(String name, Path files, List<String> launcher, Map<String, String> environment)
            throws IOException, InterruptedException {
        BundleProcess bundle = bundle(name, files, launcher, environment);
        bundle.start();
        sandbox.webhook(bundle.webhookUrl());
        return bundle;
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** How many lines of that bundle's log hold a text. */
    long logged(String name, String text) throws IOException {
        try (Stream<String> lines = Files.lines(log(name))) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    /** Of this run: for what belongs to it alone. */
    Path folder() {
        return folder;
    }

    /** The bundle of that name, which was made before. */
    BundleProcess bundle(String name) {
        return bundles.get(name);
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Callers callers() {
        return callers;
    }

    Random random() {
        return random;
    }

    /** Waits until every escalation is settled, nothing is left to send, and nothing happens any more; or gives up. */
    void awaitQuiet() throws InterruptedException, SQLException {
        long end = System.nanoTime() + LONGEST_END.toNanos();
        while (System.nanoTime() < end && !isQuiet()) {
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private boolean isQuiet() throws SQLException {
        return callers.quietFor() > QUIET.toNanos()
                && callers.isEverybodyTold()
                && store.rows("outbox") == 0
                && List.of("escalated", "ended", "missed", "failed")
                        .containsAll(store.phases().keySet());
    }

    /** Waits for something that must happen; false when it has not within a time. */
    static boolean await(Duration longest, BooleanSupplier happened) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
        return true;
    }

    @Override
    public void close() throws InterruptedException {
        for (BundleProcess bundle : bundles.values()) {
            bundle.close();
        }
        sandbox.close();
    }
}
