package dev.callescalation.load.faults;

import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The disk under SQLite is full. It is played by a limit of nothing on the size of the files that the bundle may write:
 * the operating system refuses every write, as it does on a full disk.
 */
final class DiskFull implements FaultRun {

    private static final int ESCALATIONS = 300;

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String proves() {
        return "For a while SQLite cannot write a byte (`prlimit --fsize` on the running program).";
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        new Outage(name(), stage, findings)
                .play(settings.escalationsOr(ESCALATIONS), () -> limit(stage, "0"), () -> limit(stage, "unlimited"));
    }

    /** Only the soft limit, which its owner may raise again. */
    private void limit(Stage stage, String bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", String.valueOf(stage.bundle(name()).pid()), "--fsize=" + bytes + ":")
                .redirectErrorStream(true)
                .start();
        String output = new String(prlimit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (prlimit.waitFor() != 0) {
            throw new IOException("prlimit cannot limit the bundle: " + output);
        }
    }
}
