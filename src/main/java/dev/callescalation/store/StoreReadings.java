package dev.callescalation.store;

import dev.callescalation.escalation.MessageKind;
import dev.callescalation.metrics.Family;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What metrics show of the database as a whole. It is asked at most every 15 s, by a thread of its own, and only while
 * somebody reads the metrics: a reading starts the next query and shows the result of the one before.
 */
final class StoreReadings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreReadings.class);
    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final JdbcStore store;
    private final Database database;
    private final OutboxTable outbox;
    private final Clock clock;

    private final Family<AtomicLong> open;
    private final Family<AtomicLong> deadlines;
    private final Family<AtomicLong> letters;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long askedAt = System.nanoTime() - PAUSE.toNanos();
    private volatile Totals totals = new Totals(false, 0, 0, 0);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread readings = new Thread(task, "store-readings");
        readings.setDaemon(true);
        return readings;
    });

    private record Totals(boolean up, long commands, double oldestCommand, long nodes) {}

    private record Phase(String name, long escalations, long alarmAt) {}

    private record Commands(long number, long due) {}

    StoreReadings(JdbcStore store, Database database, OutboxTable outbox, Clock clock, MeterRegistry registry) {
        this.store = store;
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
        open = Family.gauges(registry, "calls_escalations_open", "Escalations that are not over", "phase");
        deadlines = Family.gauges(
                registry,
                "calls_deadlines_oldest_seconds",
                "How long ago the oldest deadline has passed that nobody has decided on",
                "awaited");
        letters = Family.gauges(registry, "calls_dead_letters_open", "Open dead letters", "kind");
        Arrays.stream(MessageKind.values()).map(MessageKind::toString).forEach(letters::of);
        gauge(registry, "calls_store_up", "Whether the store can be written", now -> now.up() ? 1 : 0);
        gauge(registry, "calls_outbox_commands", "Commands that Graph has not answered yet", Totals::commands);
        gauge(
                registry,
                "calls_outbox_oldest_seconds",
                "How long the oldest command is due that nobody has begun to send",
                Totals::oldestCommand);
        gauge(registry, "calls_nodes_alive", "Nodes that share the database", Totals::nodes);
        ask();
    }

    private void gauge(MeterRegistry registry, String name, String meaning, ToDoubleFunction<Totals> value) {
        Gauge.builder(name, this, readings -> value.applyAsDouble(readings.read()))
                .description(meaning)
                .register(registry);
    }

    private Totals read() {
        if (System.nanoTime() - askedAt >= PAUSE.toNanos()) {
            ask();
        }
        return totals;
    }

    private void ask() {
        if (asking.compareAndSet(false, true)) {
            askedAt = System.nanoTime();
            thread.execute(this::query);
        }
    }

    private void query() {
        try {
            Instant now = clock.instant();
            boolean up = store.trouble().isEmpty();
            Totals before = totals;
            totals = new Totals(up, before.commands(), before.oldestCommand(), before.nodes());
            phases(now);
            letters();
            totals = totals(up, now);
        } catch (StoreUnavailableException e) {
            LOG.debug("The values of before are shown", e);
        } finally {
            asking.set(false);
        }
    }

    /** What is over has no alarm: by that index only the open ones are read, however many are kept. */
    private void phases(Instant now) {
        List<Phase> phases = database.list(
                "select phase, count(*), min(alarm_at) from escalation where is_over = 0 and alarm_at < ?"
                        + " group by phase",
                row -> new Phase(row.getString(1), row.getLong(2), row.getLong(3)),
                NEVER);
        open.all().forEach(value -> value.set(0));
        deadlines.all().forEach(value -> value.set(0));
        for (Phase phase : phases) {
            open.of(phase.name()).set(phase.escalations());
            deadlines.of(phase.name()).set(Math.max(0, (now.toEpochMilli() - phase.alarmAt()) / 1000));
        }
    }

    private void letters() {
        record Open(String kind, long number) {}
        List<Open> found = database.list(
                "select kind, count(*) from dead_letter where state = 'open' group by kind",
                row -> new Open(row.getString(1), row.getLong(2)));
        letters.all().forEach(value -> value.set(0));
        found.forEach(one -> letters.of(one.kind()).set(one.number()));
    }

    private Totals totals(boolean up, Instant now) {
        Commands commands = database.one(
                        "select count(*), min(case when owner is null then due end) from outbox",
                        row -> new Commands(row.getLong(1), row.getLong(2) == 0 ? NEVER : row.getLong(2)))
                .orElseThrow();
        long since = Math.min(
                commands.due(),
                outbox.oldestWaiting().map(Instant::toEpochMilli).orElse(NEVER));
        long nodes = database.one(
                        "select count(*) from node where alive_until >= ?", row -> row.getLong(1), now.toEpochMilli())
                .orElseThrow();
        return new Totals(up, commands.number(), Math.max(0, now.toEpochMilli() - since) / 1000.0, nodes);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
