package dev.callescalation.load.faults;

import dev.callescalation.load.Latencies;
import dev.callescalation.load.LoadStore;
import dev.callescalation.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The clock of the bundle's machine jumps, there and back, as when a virtual machine is set right; its monotonic clock
 * goes on. It is played by libfaketime, which reads the difference from a file once a second.
 */
final class ClockJump implements FaultRun {

    private static final int ESCALATIONS = 400;
    private static final int AT_ONCE = 8;
    private static final List<String> CLOCKS = List.of("+0", "+2h", "+0", "-2h", "+0");
    private static final Duration EACH = Duration.ofSeconds(12);

    /** At each jump some commands wait to be sent again, and some news that is awaited never comes. */
    private static final List<String> FAULTS = List.of(
            "{\"fault\":\"reply\",\"on\":\"answer\",\"status\":503,\"percent\":15}",
            "{\"fault\":\"reply\",\"on\":\"join\",\"status\":503,\"percent\":15}",
            "{\"fault\":\"lost\",\"notification\":\"caller-established\",\"percent\":10}",
            "{\"fault\":\"lost\",\"notification\":\"meeting-established\",\"percent\":10}");

    /** A call may lose one notification more than others, by chance, and then waits for one deadline more. */
    private static final double CHANCE_MS = 4_000;

    @Override
    public String name() {
        return "clock-jump";
    }

    @Override
    public String proves() {
        return "The clock of the program jumps by 2 h, ahead and back, and then back and ahead, every "
                + EACH.toSeconds() + " s, while 15 % of the answers and joins are answered 503, and 10 % of the"
                + " notifications that a call is established are lost.";
    }

    @Override
    public String lacks(FaultSettings settings) {
        return library(settings).isEmpty()
                ? "it needs libfaketime (apt-get install libfaketime, or -Dfaults.faketime=<libfaketimeMT.so.1>)."
                : "";
    }

    private static String library(FaultSettings settings) {
        Stream<String> places = settings.faketime().isEmpty()
                ? Stream.of("x86_64", "aarch64")
                        .map(machine -> "/usr/lib/" + machine + "-linux-gnu/faketime/libfaketimeMT.so.1")
                : Stream.of(settings.faketime());
        return places.filter(place -> Files.exists(Path.of(place))).findFirst().orElse("");
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int calls = settings.escalationsOr(ESCALATIONS) / CLOCKS.size();
        Path clock = stage.folder().resolve("clock").toAbsolutePath();
        set(clock, CLOCKS.get(0));
        stage.startedBundle(
                name(),
                Map.of(
                        "LD_PRELOAD", library(settings),
                        "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        // seconds; without it the file is read each time, which makes the program crawl
                        "FAKETIME_CACHE_DURATION", "1"));
        // in peace, so that the program is warm
        stage.callers().call(calls, AT_ONCE);
        FAULTS.forEach(fault -> stage.sandbox().fault(null, Fault.of(fault)));
        List<List<WatchedCall>> all = new ArrayList<>();
        for (String time : CLOCKS) {
            set(clock, time);
            all.add(stage.callers().callFor(EACH, calls));
        }
        stage.awaitQuiet();
        judge(all, findings);
        findings.expectEscalated(
                all.stream().flatMap(List::stream).toList(), Kept.phases(store), "no call fails because of a jump");
    }

    private static void set(Path clock, String time) throws IOException {
        Path next = Files.writeString(clock.resolveSibling("clock.next"), time);
        Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void judge(List<List<WatchedCall>> all, RunFindings findings) {
        List<Latencies> each = all.stream()
                .map(calls -> new Latencies(
                        calls.stream().map(WatchedCall::tookNanos).toList()))
                .toList();
        findings.fact(
                "calls, ms p50 / p99, worst, before a jump, then at " + CLOCKS.subList(1, CLOCKS.size()),
                each.stream().map(Latencies::withWorst).toList());
        double usual = each.get(0).percentile(100);
        each.stream()
                .map(one -> one.percentile(100))
                .filter(worst -> worst > Math.max(2 * usual, usual + CHANCE_MS))
                .forEach(worst -> findings.broken(
                        "no call takes longer because of a jump", "one took " + worst + " ms; before, " + usual));
    }
}
