package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where escalations, their journal and their outbox are kept. A commit is the only way in: journal entry, new state and
 * queued commands are stored together or not at all.
 */
public interface EscalationStore {

    /** To decide on; if another node has changed it since, the commit is refused. */
    Optional<Escalation> find(String escalationId);

    /** To show; another node may have changed it since this one remembered it. */
    default Optional<Escalation> findNewest(String escalationId) {
        return find(escalationId);
    }

    /** The escalation that one of the two calls belongs to; the id may be spelt either way. */
    Optional<Escalation> findByCall(String callId);

    /** Newest first. */
    List<Escalation> newest(int limit);

    /**
     * Stores what was decided.
     *
     * @return false when the escalation has been changed since it was read, or a dead letter to be closed is not open
     *         any more; nothing is stored then, and the decision must be taken again on the new state
     */
    boolean commit(Commit commit);

    /**
     * A part of the journal of one escalation, oldest first: what the commits after that version have added, one entry
     * each.
     *
     * @param after 0 for the beginning
     */
    List<JournalEntry> journal(String escalationId, long after, int limit);

    /** The newest entries that belong to no escalation, newest first. */
    List<JournalEntry> unmatched(int limit);

    /**
     * Commands whose time has come and that nobody is sending; not handed out again until their claim lapses. One whose
     * sender is gone is {@link Command#leftBehind() left behind}.
     */
    List<Command> due(Instant now, int limit);

    /** The command that has been due for longest without anybody having begun to send it, if it was due before then. */
    Optional<Command> unsent(Instant before);

    /** The commands of one escalation that are not answered yet. */
    List<Command> unanswered(String escalationId);

    /**
     * Takes a command to send it. Nobody else can take it until it is answered, put off or abandoned.
     *
     * @return false when it has left the outbox, or somebody else is sending it
     */
    boolean claim(Command command);

    /** Deadlines that have passed. Each is handed out to one asker, and to nobody else before the lease is over. */
    List<DeadlinePassed> overdue(Instant now, Duration lease, int limit);

    Optional<DeadLetter> deadLetter(String id);

    /** Whether a dead letter, as it was read, is there and open still. */
    default boolean isOpen(DeadLetter letter) {
        return deadLetter(letter.id()).map(DeadLetter::isOpen).orElse(false);
    }

    /**
     * Puts a command off, as it is given, and releases its claim. Only what Graph has certainly not carried
     * out may be put off.
     */
    void postpone(Command command, Instant until);

    /** Lets go of a claimed command whose outcome nobody knows. It is handed out again as left behind. */
    void abandon(Command command);

    /**
     * One decision.
     *
     * @param before   the state it was taken on; null when there was no escalation
     * @param after    the new state; null when there is none to keep
     * @param entry    what happened; null when nothing but the dead letters is to be stored
     * @param queued   commands for the outbox
     * @param answered the command whose reply was decided on, to leave the outbox; null otherwise
     * @param letters  dead letters: those to keep are open, those to close are not. One that is known by its id is not
     *                 kept twice; while it is open, its error is replaced and one more failure counted
     * @param acted    what a person did that led to it, as the last version of after; null otherwise
     */
    record Commit(
            Escalation before,
            Escalation after,
            JournalEntry entry,
            List<Command> queued,
            Command answered,
            List<DeadLetter> letters,
            JournalEntry acted) {

        public Commit(Escalation before, Escalation after, JournalEntry entry, List<Command> queued, Command answered) {
            this(before, after, entry, queued, answered, List.of());
        }

        public Commit(
                Escalation before,
                Escalation after,
                JournalEntry entry,
                List<Command> queued,
                Command answered,
                List<DeadLetter> letters) {
            this(before, after, entry, queued, answered, letters, null);
        }

        /** Empty when it is about none. */
        public String escalationId() {
            return after == null ? "" : after.id();
        }
    }
}
