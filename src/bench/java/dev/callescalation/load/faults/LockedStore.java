package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.Latencies;
import dev.callescalation.load.LoadStore;
import dev.callescalation.story.GraphNews;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process holds a lock that the bundle needs, as a backup or a change of the schema does. */
final class LockedStore implements FaultRun {

    private static final int ESCALATIONS = 300;
    private static final double LONGEST_REPLY_MS = 2_000;
    private static final int LOCKED = 503;
    private static final String PROMPT = "while the store is locked, each reply comes within 2 s";

    private final String name;
    private final String proves;
    private final String lock;
    private final boolean postgresql;

    private LockedStore(String name, String proves, String lock, boolean postgresql) {
        this.name = name;
        this.proves = proves;
        this.lock = lock;
        this.postgresql = postgresql;
    }

    static LockedStore sqlite() {
        return new LockedStore(
                "locked-store",
                "Another process holds the write lock of the SQLite file for a while.",
                "begin exclusive",
                false);
    }

    static LockedStore postgresql() {
        return new LockedStore(
                "locked-table",
                "Another session holds an exclusive lock on the table of the escalations in PostgreSQL for a while.",
                "begin; lock table escalation in access exclusive mode",
                true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String proves() {
        return proves;
    }

    @Override
    public LoadStore store(Path folder) throws IOException {
        return postgresql ? LoadStore.postgresql() : FaultRun.super.store(folder);
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        try (Connection locking = store.connect()) {
            new Outage(name, stage, findings)
                    .play(
                            settings.escalationsOr(ESCALATIONS),
                            () -> execute(locking, lock),
                            () -> {
                                watch(stage, settings.away(), findings);
                                execute(locking, "rollback");
                            });
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Asks for health and posts a notification, every second, as long as the lock is held. */
    private void watch(Stage stage, Duration held, RunFindings findings) throws InterruptedException {
        Latencies before = new Latencies(stage.callers().takeReplyTimes(202));
        // a machine that is slow without the lock proves nothing about the lock
        double limit = LONGEST_REPLY_MS + before.percentile(100);
        BundleProcess bundle = stage.bundle(name);
        List<TimedReply> webhook = new ArrayList<>();
        List<TimedReply> readiness = new ArrayList<>();
        long end = System.nanoTime() + held.toNanos();
        while (System.nanoTime() - end < 0) {
            webhook.add(TimedReply.to(notification(stage, bundle)));
            readiness.add(TimedReply.to(bundle, "/observe/health/ready"));
            TimeUnit.SECONDS.sleep(1);
        }
        Latencies refusals = new Latencies(stage.callers().takeReplyTimes(LOCKED));
        findings.fact("locked for, seconds", held.toSeconds());
        findings.fact("slowest 202 before, ms", Math.round(before.percentile(100)));
        findings.fact("503 to Graph meanwhile, ms p50 / p99, worst", refusals.withWorst());
        findings.fact("slowest reply of readiness, ms", Math.round(slowest(readiness).millis()));
        findings.fact("what readiness says", readiness.get(0).body().replaceAll("\\s+", " "));
        double slowest = refusals.percentile(100);
        findings.expect(slowest <= limit, PROMPT, "Graph waited for " + slowest + " ms");
        webhook.stream()
                .filter(reply -> reply.status() != LOCKED || reply.retryAfter().isEmpty())
                .forEach(reply -> findings.broken("a request is answered 503 with Retry-After", reply.toString()));
        readiness.stream()
                .filter(reply -> reply.status() != LOCKED || !reply.body().contains("Not stored"))
                .forEach(reply -> findings.broken("readiness is DOWN, and says why", reply.toString()));
        for (TimedReply reply : List.of(slowest(webhook), slowest(readiness))) {
            findings.expect(reply.millis() <= limit, PROMPT, reply.toString());
        }
    }

    private static TimedReply slowest(List<TimedReply> replies) {
        return Collections.max(replies, Comparator.comparing(TimedReply::millis));
    }

    /** About a call that nobody knows: all that matters is that it has to be stored. */
    private static HttpRequest.Builder notification(Stage stage, BundleProcess bundle) {
        GraphNews news = new GraphNews("/communications");
        String body = news.envelope(List.of(news.call("updated", news.newCallId(), "established")))
                .toString();
        return HttpRequest.newBuilder(URI.create(bundle.webhookUrl()))
                .header("Authorization", "Bearer " + stage.sandbox().webhookToken(Callers.tenant(1)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
