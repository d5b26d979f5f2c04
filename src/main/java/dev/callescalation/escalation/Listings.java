package dev.callescalation.escalation;

import dev.callescalation.escalation.EscalationStore.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is shown of all that is stored, page by page, however much it is. */
public interface Listings {

    /** A deadline that passed longer ago needs attention. */
    Duration LATE = Duration.ofSeconds(10);

    /** An escalation that has failed needs attention for that long. */
    Duration LATELY = Duration.ofHours(1);

    /** The phase of the Kamelet fail. */
    String FAILED = "failed";

    /** This program among those that share the store. */
    String node();

    /** All of them. */
    List<Node> nodes();

    /**
     * One page of escalations: those that are over by their end, all others by their beginning, newest first.
     *
     * @param now what is late, and what has failed lately, depends on it
     */
    List<Listed> escalations(Wanted wanted, Instant now, Place after, int limit);

    /** How many escalations are open, by phase. */
    Map<String, Long> openByPhase();

    /** One page of dead letters without their messages, newest first. */
    List<DeadLetter> deadLetters(WantedLetters wanted, Place after, int limit);

    /**
     * Dead letters with a common cause, the largest groups first.
     *
     * @param state which of them count
     */
    List<Group> groups(DeadLetter.State state, int limit);

    /** Ids of the dead letters of one group that are open, oldest first. */
    List<String> openOf(String group, int limit);

    /** Whether other nodes may change what is stored. */
    boolean isShared();

    /** Versions of the newest escalations, by id. */
    Map<String, Long> versions(int limit);

    /** States of the newest dead letters, by id. */
    Map<String, String> letterStates(int limit);

    /** Hands each commit of this node on from now on, on the thread that commits: it must be quick. */
    void watch(Consumer<Commit> watcher);

    /**
     * A program that shares the store.
     *
     * @param since   1970 if unknown
     * @param heardAt when it last said that it is alive
     */
    record Node(String id, Instant since, Instant heardAt, Instant aliveUntil, Program program) {}

    /**
     * What runs on a node, and where. Empty texts are unknown: the node is starting, or is of an earlier version.
     *
     * @param host    name of its machine
     * @param address of its control port
     * @param version of the program
     * @param files   version of the files
     */
    record Program(String host, String address, String version, String files) {}

    /**
     * The end of a page.
     *
     * @param at milliseconds since 1970, by which the list is sorted, and among equals by the id
     */
    record Place(long at, String id) {

        /** In front of the first page. */
        public static final Place TOP = new Place(Long.MAX_VALUE, "");
    }

    /** Which escalations: those that are open, that are over, or that somebody should look at. */
    enum Which {
        ALL,
        OPEN,
        OVER,
        ATTENTION
    }

    /**
     * Which escalations are listed. Empty texts want nothing.
     *
     * @param phase  only with {@link Which#OPEN} or {@link Which#OVER}
     * @param search an id: of an escalation, a call, a dead letter, a scenario or a tenant
     */
    record Wanted(Which which, String phase, String tenant, String search) {}

    /**
     * An escalation in a list.
     *
     * @param deadLetters how many of its dead letters are open
     * @param place       of its row
     */
    record Listed(Escalation escalation, int deadLetters, Place place) {

        /** Why somebody should look at it: {@code dead-letter}, {@code late} or {@code failed}. Empty for no reason. */
        public List<String> attention(Instant now) {
            List<String> reasons = new ArrayList<>();
            if (deadLetters > 0) {
                reasons.add("dead-letter");
            }
            if (Stream.of(escalation.deadline(), escalation.keepAliveAt())
                    .anyMatch(deadline -> deadline != null && deadline.isBefore(now.minus(LATE)))) {
                reasons.add("late");
            }
            if (FAILED.equals(escalation.phase())
                    && escalation.over()
                    && escalation.updatedAt().isAfter(now.minus(LATELY))) {
                reasons.add("failed");
            }
            return reasons;
        }
    }

    /**
     * Which dead letters are listed.
     *
     * @param state  null for all
     * @param group  empty for all
     * @param search an id: of a dead letter, an escalation or a call of it; empty for all
     */
    record WantedLetters(DeadLetter.State state, String group, String search) {}

    /**
     * Dead letters with a common cause.
     *
     * @param error what their errors have in common
     */
    record Group(
            String id,
            MessageKind kind,
            String route,
            String step,
            String error,
            int count,
            Instant oldest,
            Instant newest) {}
}
