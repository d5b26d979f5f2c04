package dev.callescalation.load.faults;

import dev.callescalation.load.LoadStore;
import dev.callescalation.load.PostgresStore;
import java.io.IOException;
import java.nio.file.Path;

/** PostgreSQL is stopped and started again. */
final class StoreAway implements FaultRun {

    private static final int ESCALATIONS = 300;

    @Override
    public String name() {
        return "store-away";
    }

    @Override
    public String proves() {
        return "PostgreSQL is stopped under load, and started again.";
    }

    @Override
    public LoadStore store(Path folder) throws IOException {
        return LoadStore.postgresql();
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        PostgresStore server = (PostgresStore) store;
        new Outage(name(), stage, findings)
                .play(settings.escalationsOr(ESCALATIONS), server::stopServer, server::startServer);
    }
}
