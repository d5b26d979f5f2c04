package dev.callescalation.load.faults;

import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.nio.file.Path;

/** One way in which things break. */
interface FaultRun {

    /** As in {@code -Dfaults.only}; also the folder of its logs. */
    String name();

    /** One sentence for the report. */
    String proves();

    /** @param folder for the store, where that is a file */
    default LoadStore store(Path folder) throws IOException {
        return LoadStore.sqlite(folder.resolve("calls.db"));
    }

    /** What the run needs and this machine does not have, and how to get it; empty when everything is there. */
    default String lacks(FaultSettings settings) {
        return "";
    }

    /** How many of a hundred invites Graph takes and then lets fail. */
    default int failedPercent() {
        return 0;
    }

    /**
     * Lets people call, and breaks something meanwhile. What all runs have in common is judged afterwards.
     *
     * @param findings for what only this run can tell
     */
    void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception;
}
