package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.callescalation.TestLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommitQueueTest {

    @TempDir
    Path folder;

    private Database database;
    private CommitQueue commits;

    @BeforeEach
    void open() {
        database = new Database("jdbc:sqlite:" + folder.resolve("calls.db"), "", () -> "");
        commits = new CommitQueue(database);
    }

    @AfterEach
    void close() {
        commits.close();
        database.close();
    }

    @Test
    void goesOnThoughWhatFollowsACommitFails() {
        try (TestLog log = TestLog.ofEverything()) {
            // when
            boolean stored = commits.commit("", statements -> insert(statements, "first"), () -> {
                throw new IllegalStateException("no room for it");
            });
            // then: it is stored, and so is what comes next
            assertThat(stored).isTrue();
            assertThat(commits.commit(statements -> insert(statements, "second")))
                    .isTrue();
            assertThat(stored()).containsExactly("first", "second");
            assertThat(log.lines("what follows a commit has failed")).hasSize(1);
        }
    }

    @Test
    void doesNotTakeACommitThatChangesNothingForAProof() {
        // given
        assertThatThrownBy(() -> commits.commit(statements -> {
                    throw new IllegalStateException("no room");
                }))
                .isInstanceOf(StoreUnavailableException.class);
        // when
        commits.commit(statements -> false);
        // then
        assertThat(commits.succeededWithin(Duration.ofHours(1).toNanos())).isFalse();
        // when
        commits.commit(statements -> insert(statements, "first"));
        // then
        assertThat(commits.succeededWithin(Duration.ofHours(1).toNanos())).isTrue();
    }

    @Test
    void letsAUnitThatThrowsFailAlone() throws Exception {
        // given: all of them wait for the same transaction
        CountDownLatch gathered = new CountDownLatch(1);
        Committer leader = held("leader", gathered);
        Committer first = waiting(statements -> insert(statements, "first"));
        Committer failing = waiting(statements -> {
            insert(statements, "half done");
            throw new IllegalStateException("no decision");
        });
        Committer refused = waiting(statements -> false);
        Committer last = waiting(statements -> insert(statements, "last"));
        // when
        gathered.countDown();
        // then
        assertThat(leader.result()).isTrue();
        assertThat(first.result()).isTrue();
        assertThat(refused.result()).isFalse();
        assertThat(last.result()).isTrue();
        assertThatThrownBy(failing::result)
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasRootCauseMessage("no decision");
        assertThat(stored()).containsExactly("first", "last", "leader");
    }

    @Test
    void failsAllThatWaitsWhenALockIsNotToBeHad() throws Exception {
        // given
        AtomicInteger tries = new AtomicInteger();
        CommitQueue.Unit unit = statements -> {
            tries.incrementAndGet();
            return insert(statements, "unit");
        };
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("calls.db"));
                Statement lock = other.createStatement()) {
            lock.execute("begin immediate");
            // when
            List<Committer> committers = Stream.generate(() -> new Committer(() -> commits.commit(unit)))
                    .limit(20)
                    .toList();
            // then: one has waited for the lock, and none has waited after it
            for (Committer committer : committers) {
                assertThatThrownBy(committer::result).hasCauseInstanceOf(StoreUnavailableException.class);
            }
            assertThat(tries).hasValue(1);
            lock.execute("rollback");
        }
        // and when the lock is to be had again
        await().ignoreException(StoreUnavailableException.class).until(() -> commits.commit(unit));
        assertThat(stored()).containsExactly("unit");
    }

    /** They come while the thread that has waited for all of them is about to go on. */
    @RepeatedTest(20)
    void failsWhatComesAtOnceAfterAllThatHasWaited() throws Exception {
        // given
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch gathered = new CountDownLatch(1);
        CommitQueue.Unit locked = statements -> {
            tries.incrementAndGet();
            awaitLatch(gathered);
            throw new SQLException("locked", null, 5);
        };
        Callable<Boolean> twice = () -> {
            assertThatThrownBy(() -> commits.commit(locked)).isInstanceOf(StoreUnavailableException.class);
            return commits.commit(locked);
        };
        List<Committer> committers =
                Stream.generate(() -> new Committer(twice)).limit(20).toList();
        await().until(() -> committers.stream()
                        .filter(committer -> LockSupport.getBlocker(committer.thread()) == commits)
                        .count()
                == committers.size() - 1);
        // when
        gathered.countDown();
        // then
        for (Committer committer : committers) {
            assertThatThrownBy(committer::result).hasCauseInstanceOf(StoreUnavailableException.class);
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    void lendsNoThreadToTheUnitsThatComeAfterItsOwnTransaction() throws Exception {
        // given
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<Thread> writers = Collections.synchronizedList(new ArrayList<>());
        List<Committer> second = new ArrayList<>();
        // when: the second unit comes when the first one is durable, and takes long
        boolean first = commits.commit(
                "",
                statements -> insert(statements, "first"),
                () -> second.add(waiting(statements -> {
                    writers.add(Thread.currentThread());
                    awaitLatch(mayEnd);
                    return insert(statements, "second");
                })));
        // then: its own thread writes it, and this one has not waited for it
        assertThat(first).isTrue();
        mayEnd.countDown();
        assertThat(second.get(0).result()).isTrue();
        assertThat(writers).containsExactly(second.get(0).thread());
        assertThat(stored()).containsExactly("first", "second");
    }

    /** Two nodes whose transactions lock the same escalations in another order would wait for each other. */
    @Test
    void writesTheEscalationsOfATransactionInOneOrder() throws Exception {
        // given
        CountDownLatch gathered = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Committer leader = held("leader", gathered);
        List<Committer> followers = new ArrayList<>();
        for (String escalation : List.of("c", "a", "b", "a")) {
            Committer follower = new Committer(() -> commits.commit(escalation, statements -> order.add(escalation)));
            awaitParked(follower);
            followers.add(follower);
        }
        // when
        gathered.countDown();
        // then
        assertThat(leader.result()).isTrue();
        for (Committer follower : followers) {
            assertThat(follower.result()).isTrue();
        }
        assertThat(order).containsExactly("a", "a", "b", "c");
    }

    @Test
    void runsWhatFollowsEachCommitOfATransactionBeforeAnyOfThemGoesOn() throws Exception {
        // given
        CountDownLatch gathered = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Committer leader = held("leader", gathered);
        Committer one = new Committer(() -> {
            commits.commit("", statements -> insert(statements, "one"), () -> order.add("after one"));
            return order.contains("after two");
        });
        awaitParked(one);
        Committer two = new Committer(
                () -> commits.commit("", statements -> insert(statements, "two"), () -> order.add("after two")));
        awaitParked(two);
        // when
        gathered.countDown();
        // then
        assertThat(one.result()).isTrue();
        assertThat(two.result()).isTrue();
        assertThat(leader.result()).isTrue();
    }

    @Test
    void storesTheUnitOfAThreadThatIsInterruptedWhileItWaits() throws Exception {
        // given
        CountDownLatch gathered = new CountDownLatch(1);
        Committer leader = held("leader", gathered);
        Committer interrupted = new Committer(() -> {
            boolean stored = commits.commit(statements -> insert(statements, "interrupted"));
            // the thread finds the interrupt afterwards
            return stored && Thread.interrupted();
        });
        awaitParked(interrupted);
        // when
        interrupted.thread().interrupt();
        gathered.countDown();
        // then
        assertThat(leader.result()).isTrue();
        assertThat(interrupted.result()).isTrue();
        assertThat(stored()).containsExactly("interrupted", "leader");
    }

    @Test
    void storesTheUnitsOfOthersWhenTheLeaderIsInterruptedAndNeedsAnotherConnection() throws Exception {
        // given: a connection that breaks at the first attempt, when its thread has been interrupted
        commits.commit(statements -> insert(statements, "before"));
        CountDownLatch gathered = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        List<String> attempts = Collections.synchronizedList(new ArrayList<>());
        Committer leader = new Committer(() -> {
            boolean stored = commits.commit(statements -> {
                attempts.add("attempt");
                if (attempts.size() == 1) {
                    begun.countDown();
                    awaitLatch(gathered);
                    Thread.currentThread().interrupt();
                    throw new SQLException("cut");
                }
                return insert(statements, "leader");
            });
            return stored && Thread.interrupted();
        });
        awaitLatch(begun);
        Committer follower = waiting(statements -> insert(statements, "follower"));
        // when
        gathered.countDown();
        // then
        assertThat(leader.result()).isTrue();
        assertThat(follower.result()).isTrue();
        assertThat(attempts).hasSize(2);
        assertThat(stored()).containsExactly("before", "follower", "leader");
    }

    @Test
    void storesWhatWaitsWhenItIsClosedAndRefusesWhatComesLater() throws Exception {
        // given
        CountDownLatch gathered = new CountDownLatch(1);
        Committer leader = held("leader", gathered);
        Committer follower = waiting(statements -> insert(statements, "follower"));
        Committer closing = new Committer(() -> {
            commits.close();
            return true;
        });
        await().until(() -> closing.thread().getState() == Thread.State.TIMED_WAITING);
        // when
        gathered.countDown();
        // then
        assertThat(leader.result()).isTrue();
        assertThat(follower.result()).isTrue();
        assertThat(closing.result()).isTrue();
        assertThatThrownBy(() -> commits.commit(statements -> insert(statements, "late")))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(stored()).containsExactly("follower", "leader");
    }

    /** A thread that commits. */
    private static final class Committer {

        private final FutureTask<Boolean> task;
        private final Thread thread;

        private Committer(Callable<Boolean> work) {
            task = new FutureTask<>(work);
            thread = new Thread(task);
            thread.start();
        }

        private Thread thread() {
            return thread;
        }

        private boolean result() throws Exception {
            return task.get();
        }
    }

    /** Leads, and is in the middle of its unit until the latch is open. */
    private Committer held(String text, CountDownLatch open) {
        CountDownLatch begun = new CountDownLatch(1);
        Committer leader = new Committer(() -> commits.commit(statements -> {
            begun.countDown();
            awaitLatch(open);
            return insert(statements, text);
        }));
        awaitLatch(begun);
        return leader;
    }

    /** Waits for another thread to write its unit. */
    private Committer waiting(CommitQueue.Unit unit) {
        Committer follower = new Committer(() -> commits.commit(unit));
        awaitParked(follower);
        return follower;
    }

    private void awaitParked(Committer committer) {
        await().until(() -> LockSupport.getBlocker(committer.thread()) == commits);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> stored() {
        return database.list("select fill from probe order by fill", row -> row.getString(1));
    }

    private static boolean insert(Statements statements, String text) throws SQLException {
        return statements.update("insert into probe (fill) values (?)", text) == 1;
    }
}
