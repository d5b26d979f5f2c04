package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.escalation.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends DeadLetterContract {

    @TempDir
    static Path folder;

    private static JdbcStore store;

    @BeforeAll
    static void open() {
        store = open(folder.resolve("made/on/start/calls.db"));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    JdbcStore store() {
        return store;
    }

    @Test
    void isThereAgainAfterARestart() {
        // given
        Path file = folder.resolve("restart.db");
        Escalation escalation = escalation(UUID.randomUUID().toString());
        try (JdbcStore before = open(file)) {
            JournalEntry entry = new JournalEntry(
                    escalation.createdAt(),
                    escalation.id(),
                    "c",
                    "notification",
                    "created call",
                    "caller",
                    "decided",
                    escalation.phase(),
                    escalation.incoming(),
                    List.of());
            before.commit(new Commit(null, escalation, entry, List.of(), null));
        }
        // when
        try (JdbcStore after = open(file)) {
            // then
            assertThat(after.findByCall(escalation.callerCallId())).contains(escalation);
        }
    }

    private static JdbcStore open(Path file) {
        JdbcStore opened = new JdbcStore();
        opened.setUrl("jdbc:sqlite:" + file);
        opened.open();
        return opened;
    }
}
