package dev.callescalation.store;

import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.Listings;
import dev.callescalation.escalation.Listings.Listed;
import dev.callescalation.escalation.Listings.Place;
import dev.callescalation.escalation.Listings.Wanted;
import dev.callescalation.escalation.Listings.Which;
import dev.callescalation.notification.CallId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The table of escalations. Each page of a list is one query that reads little more than its rows: an index has them in
 * their order, or there are few of them.
 */
final class EscalationTable {

    /** State and origin. */
    static final String SELECT = "select state, origin from escalation"
            + " left join journal on journal.escalation_id = escalation.id and journal.version = 1";

    private static final String UPDATE = "update escalation set version = ?, updated_at = ?, state = ?";
    private static final String WITH_PHASE = ", phase = ?, is_over = ?, over_at = ?, payloads = 1";
    private static final String WITH_ALARM = ", alarm_at = ?";
    private static final String OF_VERSION = " where id = ? and version = ?";

    /** How much of an id the columns keep: an index takes no more. */
    private static final int LONGEST_ID = 64;

    /** More of each kind nobody looks through. */
    private static final int MOST_FOR_ATTENTION = 1_000;

    private EscalationTable() {}

    static Optional<Escalation> find(Database database, String id) {
        return database.one(SELECT + " where id = ?", EscalationTable::read, id);
    }

    static List<Escalation> newest(Database database, int limit) {
        return database.list(SELECT + " order by created_at desc limit ?", EscalationTable::read, limit);
    }

    static Escalation read(ResultSet row) throws SQLException {
        return Json.escalation(row.getString(1), row.getString(2));
    }

    /**
     * Stores a new escalation, or the next version of one.
     *
     * @return false when its call is known already, or when it has changed since it was read
     */
    static boolean write(Statements statements, CommitJson json) throws SQLException {
        return json.commit().before() == null ? insert(statements, json) : update(statements, json);
    }

    /** The first commit of an escalation; the call it began with must not be known yet. */
    private static boolean insert(Statements statements, CommitJson json) throws SQLException {
        Escalation after = json.commit().after();
        if (!insertCall(statements, after.callerCall(), after)) {
            return false;
        }
        statements.update(
                "insert into escalation (id, version, phase, is_over, created_at, updated_at, alarm_at, state,"
                        + " over_at, tenant_id, scenario_id, payloads) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                after.id(),
                after.version(),
                after.phase(),
                after.over() ? 1 : 0,
                after.origin().createdAt().toEpochMilli(),
                after.updatedAt().toEpochMilli(),
                AlarmTable.alarm(after),
                json.state(),
                overAt(after),
                id(after.origin().tenantId()),
                id(after.origin().scenarioId()));
        return true;
    }

    /** Whether the call was not known yet. */
    private static boolean insertCall(Statements statements, Escalation.Call call, Escalation of) throws SQLException {
        return statements.update(
                        "insert into call (call_key, escalation_id) values (?, ?) on conflict (call_key) do nothing",
                        CallId.key(call.id()),
                        of.id())
                == 1;
    }

    private static boolean update(Statements statements, CommitJson json) throws SQLException {
        Escalation before = json.commit().before();
        Escalation after = json.commit().after();
        StringBuilder sql = new StringBuilder(UPDATE);
        List<Object> values =
                new ArrayList<>(List.of(after.version(), after.updatedAt().toEpochMilli(), json.state()));
        // what stays is not written: SQLite would write the entry of each index that has such a column
        if (before.over() || after.over() || !after.phase().equals(before.phase())) {
            sql.append(WITH_PHASE);
            values.addAll(List.of(after.phase(), after.over() ? 1 : 0, overAt(after)));
        }
        if (AlarmTable.alarm(after) != AlarmTable.alarm(before)) {
            sql.append(WITH_ALARM);
            values.add(AlarmTable.alarm(after));
        }
        values.addAll(List.of(after.id(), before.version()));
        if (statements.update(sql.append(OF_VERSION).toString(), values.toArray()) == 0) {
            return false;
        }
        if (!after.meetingCall().id().equals(before.meetingCall().id())) {
            insertCall(statements, after.meetingCall(), after);
        }
        return true;
    }

    static void journal(Statements statements, String id, long version, String entry, String origin, String payload)
            throws SQLException {
        statements.update(
                "insert into journal (escalation_id, version, entry, origin, payload) values (?, ?, ?, ?, ?)",
                id,
                version,
                entry,
                origin,
                payload);
    }

    private static long overAt(Escalation escalation) {
        return escalation.over() ? escalation.updatedAt().toEpochMilli() : 0;
    }

    /** What a column keeps of an id. */
    private static String id(String given) {
        return given.substring(0, Math.min(given.length(), LONGEST_ID));
    }

    static Map<String, Long> openByPhase(Database database) {
        return database.map(
                "select phase, count(*) from escalation where is_over = 0 group by phase order by phase",
                row -> row.getLong(2));
    }

    static Map<String, Long> versions(Database database, int limit) {
        return database.map(
                "select id, version from escalation order by created_at desc, id desc limit ?",
                row -> row.getLong(2),
                limit);
    }

    /** See {@link dev.callescalation.escalation.Listings#escalations}. */
    static List<Listed> page(Database database, Wanted wanted, Instant now, Place after, int limit) {
        String by = wanted.which() == Which.OVER ? "over_at" : "created_at";
        Query page = new Query(
                database.isShared(),
                "select e.state, e." + by + ", (select count(*) from dead_letter"
                        + " where dead_letter.escalation_id = e.id and dead_letter.state = 'open') from ");
        if (!wanted.search().isEmpty()) {
            page.add("(");
            found(page, wanted, by, after, limit);
            page.add(") found cross join escalation e where e.id = found.id and ");
        } else if (wanted.which() == Which.ATTENTION) {
            page.add("(");
            attention(page, now);
            page.add(") found cross join escalation e where e.id = found.id and ");
        } else {
            page.add("escalation e where ");
        }
        filter(page, wanted, wanted.tenant(), by, after, limit);
        return database.list(page.sql(), EscalationTable::listed, page.values());
    }

    private static Listed listed(ResultSet row) throws SQLException {
        Escalation escalation = Json.read(row.getString(1), Escalation.class);
        return new Listed(escalation, row.getInt(3), new Place(row.getLong(2), escalation.id()));
    }

    /** What is behind {@code where}, in the order of the list. */
    private static void filter(Query query, Wanted wanted, String tenant, String by, Place after, int limit) {
        query.add("(e." + by + ", e.id) < (?, ?)", after.at(), after.id());
        if (wanted.which() == Which.OPEN || wanted.which() == Which.OVER) {
            query.add(wanted.which() == Which.OPEN ? " and e.is_over = 0" : " and e.is_over = 1");
        }
        if (!wanted.phase().isEmpty()) {
            // of a tenant, its index has the phases too, and that of the phases would have those of all tenants
            query.add(tenant.isEmpty() ? " and e.phase = ?" : query.withoutIndex("e.phase"), wanted.phase());
        }
        if (!tenant.isEmpty()) {
            // the index of open escalations has the order, and that of the tenants would have all of a large one sorted
            boolean open = wanted.which() == Which.OPEN;
            query.add(open ? query.withoutIndex("e.tenant_id") : " and e.tenant_id = ?", id(tenant));
        }
        query.add(" order by e." + by + " desc, e.id desc limit ?", limit);
    }

    private static void attention(Query query, Instant now) {
        query.add(
                        "select escalation_id as id from (select escalation_id from dead_letter where state = 'open'"
                                + " order by at desc, id desc limit ?) a",
                        MOST_FOR_ATTENTION)
                .add(
                        " union select id from (select id from escalation where alarm_at < ?"
                                + " order by alarm_at limit ?) b",
                        now.minus(Listings.LATE).toEpochMilli(),
                        MOST_FOR_ATTENTION)
                .add(
                        " union select id from (select id from escalation where is_over = 1 and phase = ?"
                                + " and over_at > ? order by over_at desc limit ?) c",
                        Listings.FAILED,
                        now.minus(Listings.LATELY).toEpochMilli(),
                        MOST_FOR_ATTENTION);
    }

    private static void found(Query query, Wanted wanted, String by, Place after, int limit) {
        String id = wanted.search().toLowerCase(Locale.ROOT);
        query.add("select id from escalation where id = ?", id)
                .add(" union select escalation_id from call where call_key = ?", CallId.key(wanted.search()))
                .add(" union select escalation_id from dead_letter where id = ?", id)
                .add(
                        " union select id from (select id from escalation where scenario_id = ?"
                                + " and scenario_id <> '' limit ?) a",
                        id(wanted.search()),
                        MOST_FOR_ATTENTION)
                .add(" union select id from (select e.id from escalation e where ");
        filter(query, wanted, wanted.search(), by, after, limit);
        query.add(") b");
    }

    /** SQL and the values of its question marks. */
    private static final class Query {

        private final boolean planned;
        private final StringBuilder sql;
        private final List<Object> values = new ArrayList<>();

        /** @param planned whether the database knows which index is good for which value: SQLite does not */
        private Query(boolean planned, String sql) {
            this.planned = planned;
            this.sql = new StringBuilder(sql);
        }

        private Query add(String more, Object... itsValues) {
            sql.append(more);
            values.addAll(Arrays.asList(itsValues));
            return this;
        }

        /** A condition on a column by which the rows are not to be searched. */
        private String withoutIndex(String column) {
            return " and " + column + (planned ? " = ?" : " || '' = ?");
        }

        private String sql() {
            return sql.toString();
        }

        private Object[] values() {
            return values.toArray();
        }
    }
}
