package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.TestLog;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CommitQueueTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void goesOnThoughWhatFollowsACommitFails() {
        try (TestLog log = TestLog.ofEverything();
                Database database = new Database("jdbc:sqlite:" + folder.resolve("calls.db"), "", "");
                CommitQueue commits = new CommitQueue(database)) {
            // when
            boolean stored = commits.commit(statements -> insert(statements, "first"), () -> {
                throw new IllegalStateException("no room for it");
            });
            // then: it is stored, and so is what comes next
            assertThat(stored).isTrue();
            assertThat(commits.commit(statements -> insert(statements, "second")))
                    .isTrue();
            assertThat(database.list("select fill from probe order by fill", row -> row.getString(1)))
                    .containsExactly("first", "second");
            assertThat(log.lines("what follows a commit has failed")).hasSize(1);
        }
    }

    private static boolean insert(Statements statements, String text) throws java.sql.SQLException {
        return statements.update("insert into probe (fill) values (?)", text) == 1;
    }
}
