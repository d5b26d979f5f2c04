package dev.callescalation.load.faults;

import dev.callescalation.BundleFiles;
import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Files are saved while people call: right ones and wrong ones by turns. */
final class Edits implements FaultRun {

    /** Until all is there that is kept for good, such as the schema. */
    private static final int WARM_UP = 10;

    /** A replaced version stays for ten seconds, and then finishes what it has begun. */
    private static final Duration UNTIL_OLD_VERSIONS_ARE_GONE = Duration.ofSeconds(60);

    private static final String VERSION = "dev.callescalation.editing.Version";
    private static final String CONTEXT = "org.apache.camel.impl.DefaultCamelContext";

    private static final int THREADS_MORE = 5;
    private static final long HEAP_MORE = 10_000_000;
    /** Without an edit: what each of them leaves on the heap is not the edits' doing. */
    private static final int CALLS_BEFORE = 700;

    private static final Duration LONGEST_CALLS = Duration.ofMinutes(5);

    private static final String NO_GROWTH = "versions that were replaced leave nothing behind";

    private BundleProcess bundle;

    @Override
    public String name() {
        return "edits";
    }

    @Override
    public String proves() {
        return "Files are saved while people call, every second one with a mistake.";
    }

    /** Reached from another folder. */
    @Override
    public LoadStore store(Path folder) throws IOException {
        return LoadStore.sqlite(folder.resolve("calls.db").toAbsolutePath());
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        Path folder = stage.folder().resolve("bundle").toAbsolutePath();
        BundleFiles.copyTo(folder);
        bundle = stage.startedBundle(name(), folder, Map.of());
        Editor editor =
                new Editor(bundle, folder, findings, (file, text) -> Files.writeString(folder.resolve(file), text));
        editor.editWhilePeopleCall(stage.callers(), () -> play(settings, stage, editor, findings));
    }

    private void play(FaultSettings settings, Stage stage, Editor editor, RunFindings findings) throws Exception {
        editor.edit(WARM_UP, 0);
        editor.millis();
        awaitOneVersion(findings);
        long threads = bundle.threads().orElse(0);
        Heap warm = heap(stage);
        int untilThen = warm.calls() + CALLS_BEFORE;
        boolean called =
                Stage.await(LONGEST_CALLS, () -> stage.callers().calls().size() >= untilThen);
        findings.expect(called, "people can call", "fewer than " + CALLS_BEFORE + " have within five minutes");
        Heap before = heap(stage);
        long contexts = instances(CONTEXT);
        long series = series();
        editor.edit(settings.edits(), WARM_UP);
        awaitOneVersion(findings);
        long contextsAfter = instances(CONTEXT);
        findings.fact("Camel contexts in memory before, after", contexts + ", " + contextsAfter);
        findings.expect(contextsAfter <= contexts, NO_GROWTH, contextsAfter + " contexts, not " + contexts);
        long seriesAfter = series();
        findings.fact("series of metrics before, after", series + ", " + seriesAfter);
        findings.expect(seriesAfter <= series, NO_GROWTH, seriesAfter + " series of metrics, not " + series);
        tellThreadsAndTimes(findings, editor.millis(), threads, bundle.threads().orElse(0));
        tellHeap(findings, warm, before, heap(stage));
    }

    /** Waits until nothing of replaced versions is left, or gives up. */
    private void awaitOneVersion(RunFindings findings) throws Exception {
        boolean one = Stage.await(UNTIL_OLD_VERSIONS_ARE_GONE, () -> instances(VERSION) <= 1);
        findings.expect(one, NO_GROWTH, instances(VERSION) + " versions are still in memory");
    }

    private long series() throws InterruptedException {
        TimedReply scrape = TimedReply.to(bundle, "/observe/metrics");
        if (scrape.status() != 200) {
            throw new IllegalStateException("It shows no metrics: " + scrape);
        }
        return scrape.body().lines().filter(line -> !line.startsWith("#")).count();
    }

    private long instances(String type) {
        try {
            return bundle.instances(type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * The heap at one moment.
     *
     * @param bytes after a full collection
     * @param calls placed by then
     */
    private record Heap(long bytes, int calls) {

        /** For each call since then; none when it has shrunk. */
        long bytesPerCallSince(Heap earlier) {
            return Math.max(0, bytes - earlier.bytes) / Math.max(1, calls - earlier.calls);
        }
    }

    private Heap heap(Stage stage) throws IOException, InterruptedException {
        return new Heap(bundle.liveHeapBytes(), stage.callers().calls().size());
    }

    private static void tellThreadsAndTimes(
            RunFindings findings, List<Long> sorted, long threads, long threadsAfter) {
        findings.fact(
                "from save to live, ms: least, median, most",
                sorted.get(0) + ", " + sorted.get(sorted.size() / 2) + ", " + sorted.get(sorted.size() - 1));
        findings.fact("threads before, after", threads + ", " + threadsAfter);
        findings.expect(threadsAfter <= threads + THREADS_MORE, NO_GROWTH, threadsAfter + " threads, not " + threads);
    }

    /** The program remembers the last 10,000 escalations: the heap grows with calls until then, edits or not. */
    private static void tellHeap(RunFindings findings, Heap warm, Heap before, Heap after) {
        long perCall = before.bytesPerCallSince(warm);
        int calls = after.calls() - before.calls();
        long expected = before.bytes() + perCall * calls;
        findings.fact("heap that a call leaves without edits, in bytes", perCall);
        findings.fact(
                "heap after a full collection before and after, what calls alone had made of it, in bytes",
                before.bytes() + ", " + after.bytes() + ", " + expected);
        findings.fact("calls meanwhile", calls);
        findings.expect(
                after.bytes() <= expected + HEAP_MORE,
                NO_GROWTH,
                after.bytes() + " bytes of heap; " + calls + " calls alone had made it " + expected);
    }
}
