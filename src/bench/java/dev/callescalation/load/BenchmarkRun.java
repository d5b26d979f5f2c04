package dev.callescalation.load;

import dev.callescalation.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run on a fresh store: fill it, warm the bundle up, saturate it, then give it half of that. */
final class BenchmarkRun {

    private static final Logger LOG = LoggerFactory.getLogger(BenchmarkRun.class);

    private final BenchmarkSettings settings;
    private final int open;
    private final Path folder;

    /**
     * @param open   how many other escalations are open meanwhile
     * @param folder for the log of the bundle, and for its store if that is a file
     */
    BenchmarkRun(BenchmarkSettings settings, int open, Path folder) {
        this.settings = settings;
        this.open = open;
        this.folder = folder;
    }

    /**
     * What was measured.
     *
     * @param rss        resident memory of the bundle in bytes at the end of saturation
     * @param heap       bytes reachable on its heap after all of it
     * @param storeBytes size of the store in the end
     * @param ownBytes   of these, what one escalation of this run has added
     * @param phases     how many escalations ended in which phase
     * @param complaints what was lost, doubled or refused; figures with complaints are worth nothing
     */
    record Figures(
            int open,
            LoadResult saturated,
            Usage saturatedUsage,
            LoadResult half,
            Usage halfUsage,
            OptionalLong rss,
            long heap,
            long storeBytes,
            long ownBytes,
            Map<String, Long> phases,
            List<String> complaints) {}

    Figures measure() throws IOException, SQLException, InterruptedException {
        try (LoadStore store = store();
                Sandbox sandbox = Registration.sandbox();
                BundleProcess bundle = bundle(Registration.environment(sandbox, store))) {
            sandbox.webhook(bundle.webhookUrl());
            return measure(store, bundle, new Load(sandbox));
        }
    }

    private LoadStore store() throws IOException {
        return settings.store().equals("sqlite")
                ? LoadStore.sqlite(folder.resolve("calls.db"))
                : LoadStore.postgresql();
    }

    private BundleProcess bundle(Map<String, String> environment) {
        return new BundleProcess(settings.javaOptions(), environment, folder.resolve("bundle.log"));
    }

    private Figures measure(LoadStore store, BundleProcess bundle, Load load)
            throws IOException, SQLException, InterruptedException {
        // the original of the open ones is one of them
        bundle.start();
        load.saturate(1, 1);
        bundle.stop();
        long began = System.nanoTime();
        OpenEscalations.copy(store, open - 1);
        long filled = store.bytes();
        LOG.info("{} escalations are open in the store after {} s", open, seconds(began));

        bundle.start();
        LoadResult warmUp = load.saturateToTheEnd(settings.warmUp(), settings.concurrency());
        LOG.info("warm-up: {} escalations in {} s", warmUp.calls().size(), warmUp.took().toSeconds());
        LOG.info("the compilers of its JVM {}", bundle.awaitCompilers() ? "are done" : "are still at work");

        Usage before = Usage.until(bundle);
        LoadResult saturated = load.saturate(settings.escalations(), settings.concurrency());
        Usage saturatedUsage = Usage.until(bundle).minus(before);
        OptionalLong rss = bundle.residentBytes();
        LOG.info("saturated: {} escalations in {} s", saturated.calls().size(), saturated.took().toSeconds());

        before = Usage.until(bundle);
        LoadResult half = load.atRate(settings.escalations(), saturated.perSecond() / 2);
        Usage halfUsage = Usage.until(bundle).minus(before);
        LOG.info("half load: {} escalations in {} s", half.calls().size(), half.took().toSeconds());

        long heap = bundle.liveHeapBytes();
        bundle.stop();
        long played = settings.warmUp() + 2L * settings.escalations();
        return new Figures(
                open,
                saturated,
                saturatedUsage,
                half,
                halfUsage,
                rss,
                heap,
                store.bytes(),
                (store.bytes() - filled) / played,
                store.phases(),
                complaints(store, load));
    }

    private List<String> complaints(LoadStore store, Load load) throws SQLException {
        List<String> complaints = new ArrayList<>(load.complaints());
        Map<String, Long> expected =
                Map.of("ended", (long) settings.warmUp(), "escalated", open + 2L * settings.escalations());
        if (!store.phases().equals(expected)) {
            complaints.add("escalations in the store are " + store.phases() + " instead of " + expected);
        }
        for (String table : List.of("outbox", "unmatched")) {
            if (store.rows(table) > 0) {
                complaints.add(store.rows(table) + " rows are left in " + table);
            }
        }
        return complaints;
    }

    private static long seconds(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toSeconds();
    }

    /** An empty folder for one run; what an earlier one has left there is deleted. */
    static Path freshFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
