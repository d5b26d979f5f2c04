package dev.callescalation.store;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a PostgreSQL says about itself that makes it lose commits: a notification is acknowledged on the strength of
 * its commit (PostgreSQL documentation: Write Ahead Log, and Monitoring: pg_stat_replication). A user who may not see
 * the standbys, which pg_read_all_stats allows, finds nothing of them.
 */
final class Durability {

    private static final Logger LOG = LoggerFactory.getLogger(Durability.class);

    /** Standbys that confirm commits, and those that do not. Clients of logical replication take nobody's place. */
    private static final String STANDBYS = "select count(*) filter (where sync_state in ('sync', 'quorum')),"
            + " count(*) filter (where sync_state in ('async', 'potential')) from pg_stat_replication standby"
            + " where state = 'streaming' and not exists"
            + " (select 1 from pg_replication_slots where active_pid = standby.pid and slot_type = 'logical')";

    private Durability() {}

    /** One line of the log for each doubt. */
    static void tell(Database database) {
        if (database.isShared()) {
            doubts(database).forEach(doubt -> LOG.warn("{}: {}", database.name(), doubt));
        }
    }

    private static List<String> doubts(Database database) {
        List<String> doubts = new ArrayList<>();
        if (isOff(database, "fsync")) {
            doubts.add(
                    "fsync is off, so calls that were acknowledged may be lost when its machine crashes; turn it on");
        }
        if (isOff(database, "synchronous_commit")) {
            doubts.add("synchronous_commit is off, so calls that were acknowledged a moment before are lost when it"
                    + " crashes; turn it on");
        }
        boolean asynchronous = database.one(STANDBYS, row -> row.getInt(1) == 0 && row.getInt(2) > 0)
                .orElse(false);
        if (asynchronous) {
            doubts.add("its standby is asynchronous, so calls that were acknowledged a moment before are lost when the"
                    + " standby takes its place; set synchronous_standby_names");
        }
        return doubts;
    }

    private static boolean isOff(Database database, String setting) {
        return database.one("select current_setting(?)", row -> row.getString(1), setting)
                .filter("off"::equals)
                .isPresent();
    }
}
