package dev.callescalation.load;

import com.sun.management.OperatingSystemMXBean;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.store.JdbcStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store alone costs: the commits of a real escalation, copied and played against a fresh store, without routes
 * and without HTTP. Linux only. Described in docs/benchmark.md.
 */
public final class StoreBenchmark {

    private static final Logger LOG = LoggerFactory.getLogger(StoreBenchmark.class);
    private static final int PAGE = 4096;
    private static final int FRAME = PAGE + 24;

    /** Copies that are made before the clock runs. */
    private static final int PORTION = 250;

    private static final int MANY = 16;

    private final CommitCopies copies;
    private final JdbcStore store;
    private final Path file;
    private final int escalations;

    private StoreBenchmark(CommitCopies copies, JdbcStore store, Path file, int escalations) {
        this.copies = copies;
        this.store = store;
        this.file = file;
        this.escalations = escalations;
    }

    /** @param arguments the number of escalations in each measurement, and the number of rounds */
    public static void main(String[] arguments) throws Exception {
        int escalations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path folder = Files.createTempDirectory("store-benchmark");
        int code = 1;
        try {
            measure(folder, escalations, rounds);
            code = 0;
        } catch (Exception e) {
            LOG.error("Nothing was measured", e);
        } finally {
            delete(folder);
            // threads of a bundle that did not start must not keep the program alive
            Runtime.getRuntime().halt(code);
        }
    }

    private static void measure(Path folder, int escalations, int rounds) throws Exception {
        Path file = folder.resolve("calls.db");
        try (JdbcStore store = new JdbcStore()) {
            List<Commit> commits = CommitRecorder.ofOneEscalation(Files.createDirectory(folder.resolve("bundle")));
            store.setUrl("jdbc:sqlite:" + file);
            store.setPayloadHours(24);
            store.open();
            new StoreBenchmark(new CommitCopies(commits), store, file, escalations).measure(rounds);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }

    private void measure(int rounds) throws Exception {
        play(MANY, 0, escalations);
        LOG.info("| threads | commits/s | CPU, ms | log, pages | all, pages | switches | p50 / p99, ms |");
        LOG.info("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int round = 0; round < rounds; round++) {
            row("1", 1, 0, escalations / 2);
            row("16", MANY, 0, escalations);
            row("16, 1200 commits/s", MANY, 1200, escalations);
        }
    }

    private void row(String name, int threads, int commitsPerSecond, int number) throws Exception {
        Figures log;
        try (Connection reader = LoadStore.sqlite(file).connect();
                Statement statement = reader.createStatement()) {
            // an open reader keeps the log from being overwritten, so its length counts the pages
            statement.execute("pragma wal_checkpoint(truncate)");
            reader.setAutoCommit(false);
            statement.executeQuery("select count(*) from node").close();
            log = play(threads, commitsPerSecond, Math.min(number, PORTION));
        }
        Figures all = play(threads, commitsPerSecond, number);
        LOG.info(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.3f | %.1f | %.1f | %.1f | %s |",
                name,
                all.perSecond(),
                all.cpuNanos() / 1e6 / all.escalations(),
                (double) log.logBytes() / FRAME / log.escalations(),
                (double) all.writtenBytes() / PAGE / all.escalations(),
                (double) all.switches() / all.escalations(),
                new Latencies(all.nanos())));
    }

    /** @param commitsPerSecond 0 for as fast as it goes */
    private Figures play(int threads, int commitsPerSecond, int number) throws Exception {
        Figures sum = new Figures(0, 0, 0, 0, 0, 0, List.of());
        for (int rest = number; rest > 0; rest -= PORTION) {
            List<List<Commit>> portion = new ArrayList<>();
            Instant now = Instant.now();
            for (int i = 0; i < Math.min(rest, PORTION); i++) {
                portion.add(copies.copy(now.plusMillis(5L * i)));
            }
            sum = sum.plus(playPortion(threads, commitsPerSecond, portion));
        }
        return sum;
    }

    private Figures playPortion(int threads, int commitsPerSecond, List<List<Commit>> portion) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        double pause = commitsPerSecond == 0 ? 0 : 1e9 * threads / commitsPerSecond;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            Figures before = now(file, 0, List.of());
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(() -> {
                    for (int mine; (mine = next.getAndIncrement()) < portion.size(); ) {
                        play(portion.get(mine), pause, nanos);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            return now(file, portion.size(), nanos).minus(before);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            executor.shutdown();
        }
    }

    private void play(List<Commit> commits, double pause, List<Long> nanos) {
        long due = System.nanoTime();
        for (Commit commit : commits) {
            if (pause > 0) {
                due += (long) (-Math.log(1 - ThreadLocalRandom.current().nextDouble()) * pause);
                for (long wait; (wait = due - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(wait);
                }
            }
            long began = System.nanoTime();
            if (!store.commit(commit)) {
                throw new IllegalStateException("A commit was refused: " + commit.entry().summary());
            }
            nanos.add(System.nanoTime() - began);
            commit.queued().forEach(store::claim);
        }
    }

    private static Figures now(Path file, int escalations, List<Long> nanos) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Figures(
                escalations,
                System.nanoTime(),
                system.getProcessCpuTime(),
                Files.size(Path.of(file + "-wal")),
                number(Path.of("/proc/self/io"), "write_bytes:"),
                switches(),
                nanos);
    }

    private static long switches() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            long sum = 0;
            for (Path thread : threads.toList()) {
                try {
                    sum += number(thread.resolve("status"), "voluntary_ctxt_switches:");
                } catch (NoSuchFileException e) {
                    LOG.debug("A thread has ended", e);
                }
            }
            return sum;
        }
    }

    private static long number(Path file, String key) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.substring(key.length()).strip()))
                .sum();
    }

    private record Figures(
            int escalations,
            long clock,
            long cpuNanos,
            long logBytes,
            long writtenBytes,
            long switches,
            List<Long> nanos) {

        private double perSecond() {
            return nanos.size() * 1e9 / clock;
        }

        private Figures plus(Figures other) {
            List<Long> both = new ArrayList<>(nanos);
            both.addAll(other.nanos);
            return new Figures(
                    escalations + other.escalations,
                    clock + other.clock,
                    cpuNanos + other.cpuNanos,
                    logBytes + other.logBytes,
                    writtenBytes + other.writtenBytes,
                    switches + other.switches,
                    both);
        }

        private Figures minus(Figures before) {
            return new Figures(
                    escalations - before.escalations,
                    clock - before.clock,
                    cpuNanos - before.cpuNanos,
                    logBytes - before.logBytes,
                    writtenBytes - before.writtenBytes,
                    switches - before.switches,
                    nanos);
        }
    }
}
