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
import java.sql.SQLException;
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
    private static final int PORTION = 50_000;
    private static final int ROUNDS = 15;
    private static final int PAGE = 101;
    private static final int DEEP = 50_000;

    /** For both databases. One in ten is open, in four phases; one in seven is of one of twenty small tenants. */
    private static final String COPIES = """
            with recursive n(i) as (select cast(? as bigint) union all select i + 1 from n where i < ?),
                 original as (select * from escalation where id = ?),
                 settings as (select cast(? as bigint) as began, cast(? as bigint) as pause,
                     cast(? as bigint) as alarm)
            insert into escalation (id, version, phase, is_over, payloads, created_at, updated_at, alarm_at, state,
                tenant_id, scenario_id, over_at)
            select '00000000-0000-4000-8000-' || substr(cast(1000000000000 + i as text), 2), 9,
                case when i % 10 = 0
                    then case i / 10 % 4 when 0 then 'answering' when 1 then 'joining' when 2 then 'moving'
                        else 'escalated' end
                    else case when i % 1000 = 1 then 'failed' when i % 7 = 2 then 'missed'
                        when i % 7 = 3 then 'rejected' else 'ended' end
                end,
                case when i % 10 = 0 then 0 else 1 end, 1, began + i * pause, began + i * pause + 2000,
                case when i % 10 = 0 then alarm + i else 9223372036854775807 end,
                replace(state, id, '00000000-0000-4000-8000-' || substr(cast(1000000000000 + i as text), 2)),
                case when i % 7 = 0 then 'tenant-' || (i / 7 % 20) else tenant_id end,
                'scenario-' || (i * 7919 % 1000003),
                case when i % 10 = 0 then 0 else began + i * pause + 2000 end
            from n cross join original cross join settings
            """;

    /** For one escalation in a hundred, in ten groups; half of them are open. */
    private static final String LETTERS = """
            insert into dead_letter (id, at, escalation_id, call_id, kind, summary, message, error, route, step,
                failures, state, closed_at, cause)
            select 'ffffffff' || substr(id, 9), created_at, id, '', 'notification', 's', state, 'e', 'r', 's', 1,
                case when substr(id, 34, 1) in ('0', '2', '4', '6', '8') then 'open' else 'replayed' end, 0,
                'cause-' || substr(id, 33, 1)
            from escalation where id like '00000000-%00'
            """;

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
            fill(database, commits.get(0).after().id(), escalations);
            new ListBenchmark(store).measure(last.origin().tenantId());
        }
    }

    private static void fill(LoadStore database, String original, int escalations) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement copies = connection.prepareStatement(COPIES);
                PreparedStatement letters = connection.prepareStatement(LETTERS)) {
            connection.setAutoCommit(false);
            long now = System.currentTimeMillis();
            long began = now - TimeUnit.HOURS.toMillis(72);
            for (int from = 1; from <= escalations; from += PORTION) {
                copies.setInt(1, from);
                copies.setInt(2, Math.min(from + PORTION - 1, escalations));
                copies.setString(3, original);
                copies.setLong(4, began);
                copies.setLong(5, (now - began) / escalations);
                copies.setLong(6, now + TimeUnit.DAYS.toMillis(1));
                copies.executeUpdate();
                connection.commit();
            }
            letters.executeUpdate();
            connection.commit();
        }
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
                new WantedLetters(DeadLetter.State.OPEN, "cause-7", ""), Place.TOP, PAGE));
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
