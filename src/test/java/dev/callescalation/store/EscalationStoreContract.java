package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.callescalation.escalation.CallerMedia;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.Operation;
import dev.callescalation.graph.Command;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store keeps to. */
abstract class EscalationStoreContract {

    static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final JsonNode CALLER =
            JsonNodeFactory.instance.objectNode().put("name", "A \"quoted\" 'name' \uD83D\uDE00");

    abstract EscalationStore store();

    @Test
    void findsWhatWasCommittedByItsIdAndByEitherCallInAnySpelling() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        store().commit(new Commit(null, first, entry(first), List.of(), null));
        Escalation second = next(first, "joining", UUID.randomUUID().toString());
        // when
        boolean committed = store().commit(new Commit(first, second, entry(second), List.of(), null));
        // then
        assertThat(committed).isTrue();
        assertThat(store().find(first.id())).contains(second);
        assertThat(store().findByCall(first.callerCall().id().toUpperCase().replace("-", "")))
                .contains(second);
        assertThat(store().findByCall(second.meetingCall().id())).contains(second);
        assertThat(journal(first.id())).hasSize(2);
    }

    @Test
    void refusesACommitOnAnOldVersionAsAWhole() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        store().commit(new Commit(null, first, entry(first), List.of(), null));
        Escalation second = next(first, "joining", "");
        store().commit(new Commit(first, second, entry(second), List.of(), null));
        // when
        boolean committed = store().commit(new Commit(
                first, next(first, "failed", ""), entry(second), List.of(command(first, "join")), null));
        // then
        assertThat(committed).isFalse();
        assertThat(store().find(first.id()).map(Escalation::phase)).contains("joining");
        assertThat(journal(first.id())).hasSize(2);
        assertThat(dueOf(first, NOW.plusSeconds(3600))).isEmpty();
    }

    @Test
    void beginsOneEscalationForACallHoweverManyTryAtOnce() throws Exception {
        // given
        String callId = UUID.randomUUID().toString();
        List<Callable<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Escalation mine = escalation(callId);
            tries.add(() -> store().commit(new Commit(null, mine, entry(mine), List.of(), null)));
        }
        // when
        List<Boolean> committed = all(tries);
        // then
        assertThat(committed).containsOnlyOnce(true);
    }

    @Test
    void letsOneOfManyCommitsOnOneVersionThrough() throws Exception {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        store().commit(new Commit(null, first, entry(first), List.of(), null));
        List<Callable<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            tries.add(() -> {
                Escalation mine = next(first, "joining", "");
                return store().commit(new Commit(first, mine, entry(mine), List.of(), null));
            });
        }
        // when
        List<Boolean> committed = all(tries);
        // then
        assertThat(committed).containsOnlyOnce(true);
    }

    @Test
    void handsACommandToWhoeverSendsItFirst() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        Command command = command(first, "answer");
        store().commit(new Commit(null, first, entry(first), List.of(command), null));
        // then
        assertThat(store().claim(command)).isTrue();
        assertThat(store().claim(command)).isFalse();
        assertThat(dueOf(first, NOW)).isEmpty();
    }

    @Test
    void handsAPostponedCommandOutWhenItsTimeHasComeAndOnce() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        Command command = command(first, "answer");
        store().commit(new Commit(null, first, entry(first), List.of(command), null));
        store().claim(command);
        // when
        store().postpone(command.attempted(), NOW.plusMillis(1500));
        // then
        assertThat(dueOf(first, NOW.plusMillis(1499))).isEmpty();
        assertThat(store().unanswered(first.id())).containsExactly(command.attempted());
        assertThat(dueOf(first, NOW.plusMillis(1500))).containsExactly(command.attempted());
        assertThat(dueOf(first, NOW.plusMillis(1500))).isEmpty();
        assertThat(store().claim(command)).isTrue();
    }

    @Test
    void handsACommandOutAsItIsWhileItWaitsForAThread() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        Command command = command(first, "answer");
        store().commit(new Commit(null, first, entry(first), List.of(command), null));
        // when: it has waited for so long that somebody looks after it
        List<Command> due = dueOf(first, NOW.plusSeconds(3600));
        // then
        assertThat(due).containsExactly(command);
        assertThat(store().claim(command)).isTrue();
        assertThat(store().claim(command)).isFalse();
    }

    @Test
    void handsNoCommandOutThatIsBeingSentHoweverLongThatTakes() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        Command command = command(first, "answer");
        store().commit(new Commit(null, first, entry(first), List.of(command), null));
        store().claim(command);
        // then
        assertThat(dueOf(first, NOW.plusSeconds(3600))).isEmpty();
        assertThat(dueOf(first, NOW.plusSeconds(7200))).isEmpty();
    }

    @Test
    void handsACommandOutAsLeftBehindWhenItsOutcomeWasNeverTold() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        Command command = command(first, "answer");
        store().commit(new Commit(null, first, entry(first), List.of(command), null));
        store().claim(command);
        // when
        store().abandon(command);
        // then
        assertThat(dueOf(first, NOW)).isEmpty();
        Instant then = NOW.plusSeconds(3600);
        assertThat(dueOf(first, then)).containsExactly(command.asLeftBehind(then));
    }

    @Test
    void dropsACommandWhenItsReplyIsCommitted() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        Command command = command(first, "answer");
        store().commit(new Commit(null, first, entry(first), List.of(command), null));
        // when
        Escalation second = next(first, "joining", "");
        store().commit(new Commit(first, second, entry(second), List.of(), command));
        // then
        assertThat(dueOf(first, NOW.plusSeconds(3600))).isEmpty();
        assertThat(store().unanswered(first.id())).isEmpty();
        assertThat(store().claim(command)).isFalse();
    }

    @Test
    void keepsWhatBelongsToNoEscalation() {
        // given
        JournalEntry stray = new JournalEntry(
                NOW,
                "",
                "call-x",
                "notification",
                "updated call",
                "",
                "unknown-call " + UUID.randomUUID(),
                "none",
                CALLER,
                List.of(),
                List.of(),
                null,
                null);
        // when
        store().commit(new Commit(null, null, stray, List.of(), null));
        // then
        assertThat(store().unmatched(50)).contains(stray);
    }

    @Test
    void listsTheNewestFirst() {
        // given
        Escalation older = escalation(UUID.randomUUID().toString(), NOW.plusSeconds(1_000_000));
        Escalation newer = escalation(UUID.randomUUID().toString(), NOW.plusSeconds(2_000_000));
        // when
        store().commit(new Commit(null, older, entry(older), List.of(), null));
        store().commit(new Commit(null, newer, entry(newer), List.of(), null));
        // then
        assertThat(store().newest(2)).extracting(Escalation::id).containsExactly(newer.id(), older.id());
    }

    @Test
    void givesTheJournalBackWordForWord() {
        // given
        Escalation first = escalation(UUID.randomUUID().toString());
        JournalEntry entry = entry(first).withPayload(CALLER, List.of());
        // when
        store().commit(new Commit(null, first, entry, List.of(), null));
        // then
        assertThat(journal(first.id())).containsExactly(entry);
    }

    private List<Command> dueOf(Escalation escalation, Instant at) {
        return dueOf(store(), escalation, at);
    }

    static List<Command> dueOf(EscalationStore store, Escalation escalation, Instant at) {
        return store.due(at, 1000).stream()
                .filter(command -> command.escalationId().equals(escalation.id()))
                .toList();
    }

    static List<Boolean> all(List<Callable<Boolean>> tries) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tries.size());
        try {
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> result : threads.invokeAll(tries)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    List<JournalEntry> journal(String escalationId) {
        return store().journal(escalationId, 0, Integer.MAX_VALUE);
    }

    static Escalation escalation(String callId) {
        return escalation(callId, NOW);
    }

    private static Escalation escalation(String callId, Instant createdAt) {
        return escalation(callId, createdAt, "answering");
    }

    static Escalation ended(String callId, Instant at) {
        return escalation(callId, at, "ended");
    }

    private static Escalation escalation(String callId, Instant createdAt, String phase) {
        return new Escalation(
                UUID.randomUUID().toString(),
                1,
                phase,
                phase.equals("ended"),
                new Escalation.Origin("/communications", "t", "s", CALLER, CALLER, createdAt),
                new Escalation.Call(callId, "incoming", "t"),
                new Escalation.Call("", "", "t"),
                new Escalation.MeetingRoster("", true, List.of("p-7")),
                new CallerMedia("active", List.of(new CallerMedia.Tone(7, "#")), 6),
                Map.of("mode", "meeting"),
                List.of(new InviteRequest(NOW, "call", List.of(CALLER), "context", CALLER)),
                List.of(new Operation("answer", "answer", callId, "", "", "failed", "410/301004", List.of(), false)),
                "",
                null,
                null,
                createdAt,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    static Escalation next(Escalation before, String phase, String meetingCallId) {
        return new Escalation(
                before.id(),
                before.version() + 1,
                phase,
                phase.equals("ended") || phase.equals("failed"),
                before.origin(),
                before.callerCall().withState("established"),
                new Escalation.Call(meetingCallId, "", "t"),
                before.roster(),
                before.media(),
                before.remembered(),
                before.waiting(),
                before.operations(),
                "",
                null,
                null,
                NOW,
                "");
    }

    static JournalEntry entry(Escalation escalation) {
        return entry(escalation, List.of());
    }

    static JournalEntry entry(Escalation escalation, List<Command> commands) {
        return new JournalEntry(
                NOW,
                escalation.id(),
                escalation.callerCall().id(),
                "notification",
                "updated call",
                "caller",
                "decided",
                escalation.phase(),
                MissingNode.getInstance(),
                commands,
                List.of(),
                null,
                null);
    }

    static Command command(Escalation escalation, String key) {
        return new Command(
                escalation.id(),
                key,
                key,
                escalation.callerCall().id(),
                "POST",
                "/p",
                "{\"a\":\"b\"}",
                "t",
                "s",
                NOW,
                NOW.plusSeconds(15),
                true,
                0,
                false,
                false,
                "",
                List.of(),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }
}
