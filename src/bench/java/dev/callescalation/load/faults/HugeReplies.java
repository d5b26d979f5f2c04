package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.LoadStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The login host, and then Graph, reply with more than the bundle has memory for. */
final class HugeReplies implements FaultRun {

    private static final int ESCALATIONS = 200;
    private static final int AT_ONCE = 32;
    private static final Duration EACH = Duration.ofSeconds(20);
    private static final long MOST_HEAP_BYTES = 20_000_000;
    private static final List<String> TEXTS = List.of(
            "journal.entry",
            "journal.payload",
            "escalation.state",
            "outbox.command",
            "dead_letter.message",
            "dead_letter.error");

    @Override
    public String name() {
        return "huge-replies";
    }

    @Override
    public String proves() {
        return "The login host replies with 60 MB, and then Graph does so, to every request, " + EACH.toSeconds()
                + " s each; what was asked is carried out.";
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        int calls = settings.escalationsOr(ESCALATIONS) / 4;
        try (FaultyGraph graph = new FaultyGraph(stage.sandbox().url())) {
            Map<String, String> environment = new HashMap<>(Stage.LATE_DEADLINES);
            environment.putAll(graph.environment());
            BundleProcess bundle = stage.startedBundle(name(), environment);
            // before there is any token
            graph.treat(FaultyGraph.Request::login, graph::replyAtLength);
            stage.callers().callFor(EACH, calls);
            expectHealth(bundle, "no token for tenant", findings);
            graph.mend();
            stage.callers().call(calls, AT_ONCE);
            stage.awaitQuiet();
            long heap = bundle.liveHeapBytes();
            graph.treat(request -> !request.login(), graph::replyAtLength);
            stage.callers().callFor(EACH, calls);
            expectHealth(bundle, "Graph has not replied to the last requests of", findings);
            graph.mend();
            List<WatchedCall> later = stage.callers().callFor(EACH, calls);
            stage.awaitQuiet();
            long grown = bundle.liveHeapBytes() - heap;
            findings.fact("heap after a full collection, MB, before and grown by", mega(heap) + ", " + mega(grown));
            findings.expect(grown < MOST_HEAP_BYTES, "nothing of it is kept", "the heap has grown by " + mega(grown));
            judge(stage, store, findings);
            findings.expectEscalated(later, Kept.phases(store), "calls that come later are escalated as ever");
        }
    }

    private static void expectHealth(BundleProcess bundle, String text, RunFindings findings)
            throws InterruptedException {
        TimedReply health =
                TimedReply.to(bundle, "/observe/health");
        findings.expect(health.body().contains(text), "health tells of it", health.toString());
    }

    private static String mega(long bytes) {
        return String.valueOf(bytes / 100_000 / 10.0);
    }

    private void judge(Stage stage, LoadStore store, RunFindings findings) throws Exception {
        long cut = stage.logged(name(), "bytes");
        findings.fact("lines of the log about a reply that is too long", cut);
        findings.expect(cut > 0, "the log says that a reply is too long", "no line of it does");
        long lines = stage.logged(name(), FaultyGraph.FILLER);
        findings.expect(lines == 0, "nothing of it is kept", lines + " lines of the log hold some of it");
        long errors = stage.logged(name(), "OutOfMemoryError");
        findings.expect(errors == 0, "the senders survive", "the log has " + errors + " lines about memory");
        for (String column : TEXTS) {
            long rows = rows(store, column);
            findings.expect(rows == 0, "nothing of it is kept", rows + " times " + column + " holds some of it");
        }
    }

    private static long rows(LoadStore store, String column) throws SQLException {
        String table = column.substring(0, column.indexOf('.'));
        String sql = "select count(*) from " + table + " where " + column + " like '%" + FaultyGraph.FILLER + "%'";
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(sql)) {
            count.next();
            return count.getLong(1);
        }
    }
}
