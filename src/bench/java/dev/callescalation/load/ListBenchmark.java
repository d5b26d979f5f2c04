package dev.callescalation.load;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.escalation.Listings.Place;
import dev.callescalation.escalation.Listings.Wanted;
import dev.callescalation.escalation.Listings.WantedLetters;
import dev.callescalation.escalation.Listings.Which;
import dev.callescalation.store.JdbcStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the lists of the control port take in a large store: copies of one real escalation, one in ten of them open,
 * and a dead letter for each hundredth. Described in docs/benchmark.md.
 */
public final class ListBenchmark {

    private static final Logger LOG = LoggerFactory.getLogger(ListBenchmark.class);
    private static final int IN_ONE_COMMIT = 5_000;
    private static final int OPEN_ONE_IN = 10;
    private static final int LETTER_ONE_IN = 100;
    private static final int TENANTS = 20;
    private static final int ROUNDS = 15;
    private static final int PAGE = 101;
    private static final int DEEP = 50_000;
    private static final String[] OPEN = {"answering", "joining", "moving", "escalated"};
    private static final String[] OVER = {"ended", "ended", "ended", "ended", "ended", "missed", "rejected"};

    private final JdbcStore store;
    private final Instant now = Instant.now();

    private ListBenchmark(JdbcStore store) {
        this.store = store;
    }

    /** @param arguments {@code sqlite} or {@code postgresql}, and the number of escalations */
    public static void main(String[] arguments) throws Exception {
        int escalations = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("list-benchmark");
        int code = 1;
        try {
            measure(arguments[0], escalations, folder);
            code = 0;
        } catch (Exception e) {
            LOG.error("Nothing was measured", e);
        } finally {
            // threads of a bundle must not keep the program alive
            Runtime.getRuntime().halt(code);
        }
    }

    private static void measure(String kind, int escalations, Path folder) throws Exception {
        List<Commit> commits = CommitRecorder.ofOneEscalation(Files.createDirectory(folder.resolve("bundle")));
        try (LoadStore database = "sqlite".equals(kind)
                        ? LoadStore.sqlite(folder.resolve("calls.db"))
                        : LoadStore.postgresql();
                JdbcStore store = new JdbcStore()) {
            store.setUrl(database.environment().get("CALLS_STORE_URL"));
            store.open();
            Escalation last = commits.get(commits.size() - 1).after();
            store.commit(commits.get(0));
            fill(database, commits.get(0).after().id(), escalations, last);
            new ListBenchmark(store).measure(last.origin().tenantId());
        }
    }

    private static void fill(LoadStore database, String original, int escalations, Escalation last) throws Exception {
        try (Connection connection = database.connect();
                Statement query = connection.createStatement()) {
            String state;
            try (ResultSet row = query.executeQuery("select state from escalation")) {
                row.next();
                state = row.getString(1);
            }
            connection.setAutoCommit(false);
            long now = System.currentTimeMillis();
            try (PreparedStatement escalation =
                            connection.prepareStatement("insert into escalation (id, version, phase, is_over,"
                                    + " payloads, created_at, updated_at, alarm_at, state, tenant_id, scenario_id,"
                            + " over_at) values (?, 9, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)");
                    PreparedStatement letter = connection.prepareStatement("insert into dead_letter (id, at,"
                            + " escalation_id, call_id, kind, summary, message, error, route, step, failures, state,"
                            + " closed_at, cause) values (?, ?, ?, '', 'notification', 's', ?, 'e', 'r', 's', 1, ?, 0,"
                            + " ?)")) {
                for (int i = 0; i < escalations; i++) {
                    String id = UUID.randomUUID().toString();
                    boolean open = i % OPEN_ONE_IN == 0;
                    long created = now - TimeUnit.HOURS.toMillis(72) + i * TimeUnit.HOURS.toMillis(72) / escalations;
                    boolean failed = i % 1_000 == 1;
                    Object[] values = {
                        id,
                        open ? OPEN[i / OPEN_ONE_IN % OPEN.length] : failed ? "failed" : OVER[i % OVER.length],
                        open ? 0 : 1,
                        created,
                        created + 2_000,
                        open ? now + TimeUnit.DAYS.toMillis(1) + i : Long.MAX_VALUE,
                        state.replace(original, id),
                        i % 7 == 0 ? "tenant-" + i / 7 % TENANTS : last.origin().tenantId(),
                        UUID.randomUUID().toString(),
                        open ? 0L : created + 2_000
                    };
                    add(escalation, values);
                    if (i % LETTER_ONE_IN == 0) {
                        String status = i % 200 == 0 ? "open" : "replayed";
                        add(letter, UUID.randomUUID().toString(), created, id, state, status, "cause-" + i % 30);
                    }
                    if (i % IN_ONE_COMMIT == 0 || i == escalations - 1) {
                        escalation.executeBatch();
                        letter.executeBatch();
                        connection.commit();
                    }
                }
            }
        }
    }

    private static void add(PreparedStatement insert, Object... values) throws Exception {
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
        }
        insert.addBatch();
    }

    private void measure(String tenant) {
        Place deep = store.escalations(new Wanted(Which.OVER, "", "", ""), now, Place.TOP, DEEP).get(DEEP - 1).place();
        Map<String, Runnable> lists = new LinkedHashMap<>();
        lists.put("all", page(Which.ALL, "", "", "", Place.TOP));
        lists.put("open", page(Which.OPEN, "", "", "", Place.TOP));
        lists.put("open, phase", page(Which.OPEN, "moving", "", "", Place.TOP));
        lists.put("open, phase that nobody is in", page(Which.OPEN, "nowhere", "", "", Place.TOP));
        lists.put("open, small tenant", page(Which.OPEN, "", "tenant-7", "", Place.TOP));
        lists.put("open, unknown tenant", page(Which.OPEN, "", "tenant-x", "", Place.TOP));
        lists.put("over", page(Which.OVER, "", "", "", Place.TOP));
        lists.put("over, 50,000 rows down", page(Which.OVER, "", "", "", deep));
        lists.put("over, phase", page(Which.OVER, "failed", "", "", Place.TOP));
        lists.put("over, small tenant", page(Which.OVER, "", "tenant-7", "", Place.TOP));
        lists.put("over, unknown tenant", page(Which.OVER, "", "tenant-x", "", Place.TOP));
        lists.put("over, phase and unknown tenant", page(Which.OVER, "ended", "tenant-x", "", Place.TOP));
        lists.put("large tenant", page(Which.ALL, "", tenant, "", Place.TOP));
        lists.put("small tenant", page(Which.ALL, "", "tenant-7", "", Place.TOP));
        lists.put("attention", page(Which.ATTENTION, "", "", "", Place.TOP));
        lists.put("search: large tenant", page(Which.ALL, "", "", tenant, Place.TOP));
        lists.put("search: unknown", page(Which.ALL, "", "", UUID.randomUUID().toString(), Place.TOP));
        lists.put("dead letters", () -> store.deadLetters(new WantedLetters(null, "", ""), Place.TOP, PAGE));
        lists.put("dead letters, open, group", () -> store.deadLetters(
                new WantedLetters(DeadLetter.State.OPEN, "cause-20", ""), Place.TOP, PAGE));
        lists.put("dead letters by cause", () -> store.groups(DeadLetter.State.OPEN, PAGE));
        lists.put("open by phase", store::openByPhase);
        lists.forEach(this::report);
    }

    private Runnable page(Which which, String phase, String tenant, String search, Place after) {
        return () -> store.escalations(new Wanted(which, phase, tenant, search), now, after, PAGE);
    }

    private void report(String name, Runnable list) {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            list.run();
            micros.add(Duration.ofNanos(System.nanoTime() - began).toNanos() / 1_000);
        }
        long first = micros.get(0);
        Collections.sort(micros);
        LOG.info(String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f |",
                name,
                micros.get(ROUNDS / 2) / 1_000.0,
                first / 1_000.0));
    }
}
