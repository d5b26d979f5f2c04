package dev.callescalation.load.faults;

import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The disk under SQLite is full. It is played by a limit on the size of the files that the bundle may write, from the
 * size that the write-ahead log has just then: beyond it the operating system refuses to write, as on a full disk.
 */
final class DiskFull implements FaultRun {

    private static final int ESCALATIONS = 300;

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String proves() {
        return "The files of SQLite cannot grow for a while (`prlimit --fsize` on the running program).";
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, Findings findings) throws Exception {
        Path log = Stage.folder(name()).resolve("calls.db-wal");
        new Outage(name(), stage, findings)
                .play(
                        settings.escalationsOr(ESCALATIONS),
                        () -> limit(stage, String.valueOf(Files.size(log))),
                        () -> limit(stage, "unlimited"));
    }

    /** Only the soft limit, which its owner may raise again. */
    private void limit(Stage stage, String bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", String.valueOf(stage.pid(name())), "--fsize=" + bytes + ":")
                .redirectErrorStream(true)
                .start();
        String output = new String(prlimit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (prlimit.waitFor() != 0) {
            throw new IOException("prlimit cannot limit the bundle: " + output);
        }
    }
}
