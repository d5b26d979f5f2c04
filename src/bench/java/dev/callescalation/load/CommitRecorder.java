package dev.callescalation.load;

import static org.awaitility.Awaitility.await;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.graph.Command;
import dev.callescalation.sandbox.Form;
import dev.callescalation.story.RunningBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Takes the place of the store for the beans of a bundle, passes everything on, and keeps what was committed. */
public final class CommitRecorder implements EscalationStore {

    /** Of a whole escalation: nine notifications and three replies. */
    private static final int DECISIONS = 12;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final String STORE = "#bean:store";
    private static final String DECIDES = "camel.beans.oneCommit.store = ";

    /** Camel makes the recorder, so the commits are kept where the caller finds them. */
    private static final List<Commit> COMMITS = new CopyOnWriteArrayList<>();

    private EscalationStore store;

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    /**
     * Plays one whole escalation in a bundle of its own and returns its commits, oldest first. Once in a process.
     *
     * @param folder empty; gets a copy of the bundle's files, with the recorder in the place of the store
     */
    static List<Commit> ofOneEscalation(Path folder) throws IOException {
        for (String part : List.of("routes", "templates", "application.properties", "application-dev.properties")) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file));
                }
            }
        }
        Path settings = folder.resolve("application.properties");
        String recorder = "camel.beans.commitRecorder";
        String edited = Files.readString(settings).replace(DECIDES + STORE, DECIDES + "#bean:commitRecorder");
        Files.writeString(
                settings,
                edited + "\n" + recorder + " = #class:" + CommitRecorder.class.getName() + "\n" + recorder + ".store = "
                        + STORE + "\n");
        try (RunningBundle bundle = RunningBundle.start(folder, Map.of())) {
            bundle.call(Form.COMMUNICATIONS, "{}");
            await().atMost(LONGEST_WAIT).until(() -> COMMITS.size() >= DECISIONS);
        }
        return List.copyOf(COMMITS);
    }

    @Override
    public boolean commit(Commit commit) {
        boolean applied = store.commit(commit);
        if (applied) {
            COMMITS.add(commit);
        }
        return applied;
    }

    @Override
    public Optional<Escalation> find(String escalationId) {
        return store.find(escalationId);
    }

    @Override
    public Optional<Escalation> findByCall(String callId) {
        return store.findByCall(callId);
    }

    @Override
    public List<Escalation> newest(int limit) {
        return store.newest(limit);
    }

    @Override
    public List<JournalEntry> journal(String escalationId, long after, int limit) {
        return store.journal(escalationId, after, limit);
    }

    @Override
    public List<JournalEntry> unmatched(int limit) {
        return store.unmatched(limit);
    }

    @Override
    public List<Command> due(Instant now, int limit) {
        return store.due(now, limit);
    }

    @Override
    public Optional<Command> unsent(Instant before) {
        return store.unsent(before);
    }

    @Override
    public List<Command> unanswered(String escalationId) {
        return store.unanswered(escalationId);
    }

    @Override
    public boolean claim(Command command) {
        return store.claim(command);
    }

    @Override
    public List<DeadlinePassed> overdue(Instant now, Duration lease, int limit) {
        return store.overdue(now, lease, limit);
    }

    @Override
    public Optional<DeadLetter> deadLetter(String id) {
        return store.deadLetter(id);
    }

    @Override
    public void postpone(Command command, Instant until) {
        store.postpone(command, until);
    }

    @Override
    public void abandon(Command command) {
        store.abandon(command);
    }
}
