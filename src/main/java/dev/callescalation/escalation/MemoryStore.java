package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import dev.callescalation.notification.CallId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps everything on the heap: a restart forgets. Finished escalations and unmatched notifications are kept up to a
 * limit, the oldest go first; open ones are never dropped. One lock guards it all and is held for some microseconds.
 */
public final class MemoryStore implements EscalationStore {

    /** A command is sent at once after its commit; only when that has not happened for so long is it looked for. */
    private static final Duration SENT_AT_ONCE = Duration.ofSeconds(5);

    private final Map<String, Escalation> escalations = new LinkedHashMap<>();
    private final Map<String, String> escalationByCall = new HashMap<>();
    private final Map<String, List<JournalEntry>> journals = new HashMap<>();
    private final Deque<String> finished = new ArrayDeque<>();
    private final Deque<JournalEntry> unmatched = new ArrayDeque<>();
    private final Map<String, Waiting> outbox = new LinkedHashMap<>();
    private int keep = 10_000;

    private record Waiting(Command command, Instant due, Instant claimedUntil) {}

    /** How many finished escalations, and how many unmatched notifications, are kept. */
    public synchronized void setKeep(int keep) {
        this.keep = keep;
    }

    @Override
    public synchronized Optional<Escalation> find(String escalationId) {
        return Optional.ofNullable(escalations.get(escalationId));
    }

    @Override
    public synchronized Optional<Escalation> findByCall(String callId) {
        return Optional.ofNullable(escalationByCall.get(CallId.key(callId))).map(escalations::get);
    }

    @Override
    public synchronized List<Escalation> newest(int limit) {
        List<Escalation> all = new ArrayList<>(escalations.values());
        Collections.reverse(all);
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    @Override
    public synchronized boolean commit(Commit commit) {
        if (isStale(commit)) {
            return false;
        }
        if (commit.answered() != null) {
            outbox.remove(commit.answered().id());
        }
        if (commit.after() == null) {
            keepUnmatched(commit.entry());
            return true;
        }
        keepState(commit.before(), commit.after());
        journals.computeIfAbsent(commit.after().id(), id -> new ArrayList<>()).add(commit.entry());
        for (Command command : commit.queued()) {
            outbox.put(command.id(), new Waiting(command, command.queuedAt().plus(SENT_AT_ONCE), Instant.MIN));
        }
        return true;
    }

    private boolean isStale(Commit commit) {
        if (commit.before() == null) {
            return commit.after() != null
                    && escalationByCall.containsKey(CallId.key(commit.after().callerCallId()));
        }
        Escalation stored = escalations.get(commit.before().id());
        return stored == null || stored.version() != commit.before().version();
    }

    private void keepState(Escalation before, Escalation after) {
        escalations.put(after.id(), after);
        escalationByCall.put(CallId.key(after.callerCallId()), after.id());
        if (!after.meetingCallId().isEmpty()) {
            escalationByCall.put(CallId.key(after.meetingCallId()), after.id());
        }
        if (after.phase().isOver() && (before == null || !before.phase().isOver())) {
            finished.add(after.id());
            while (finished.size() > keep) {
                forget(finished.poll());
            }
        }
    }

    private void forget(String escalationId) {
        Escalation old = escalations.remove(escalationId);
        journals.remove(escalationId);
        escalationByCall.remove(CallId.key(old.callerCallId()));
        escalationByCall.remove(CallId.key(old.meetingCallId()));
    }

    private void keepUnmatched(JournalEntry entry) {
        unmatched.addFirst(entry);
        while (unmatched.size() > keep) {
            unmatched.removeLast();
        }
    }

    @Override
    public synchronized List<JournalEntry> journal(String escalationId) {
        return List.copyOf(journals.getOrDefault(escalationId, List.of()));
    }

    @Override
    public synchronized List<JournalEntry> unmatched(int limit) {
        return unmatched.stream().limit(limit).toList();
    }

    @Override
    public synchronized List<Command> due(Instant now, Duration pause, int limit) {
        List<Command> due = new ArrayList<>();
        for (Map.Entry<String, Waiting> entry : outbox.entrySet()) {
            Waiting waiting = entry.getValue();
            if (due.size() < limit
                    && !waiting.due().isAfter(now)
                    && !waiting.claimedUntil().isAfter(now)) {
                due.add(waiting.command());
                entry.setValue(new Waiting(waiting.command(), now.plus(pause), Instant.MIN));
            }
        }
        return due;
    }

    @Override
    public synchronized boolean claim(Command command, Instant now, Instant until) {
        Waiting waiting = outbox.get(command.id());
        if (waiting == null || waiting.claimedUntil().isAfter(now)) {
            return false;
        }
        outbox.put(command.id(), new Waiting(waiting.command(), waiting.due(), until));
        return true;
    }

    @Override
    public synchronized void postpone(Command command, Instant until) {
        outbox.computeIfPresent(command.id(), (id, old) -> new Waiting(command.attempted(), until, Instant.MIN));
    }
}
