package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.DeadLetter.State;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore.Commit;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.Listings.Place;
import dev.callescalation.escalation.Listings.WantedLetters;
import dev.callescalation.escalation.MessageKind;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.CallState;
import dev.callescalation.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What every store keeps to about dead letters. */
abstract class DeadLetterContract extends EscalationStoreContract {

    private static final JsonNode BODY =
            JsonNodeFactory.instance.objectNode().put("name", "A \"quoted\" 'name' \uD83D\uDE00");
    private static final Command COMMAND = new Command(
            "e",
            "join",
            "join",
            "",
            "POST",
            "/p",
            "{\"a\":\"b\"}",
            "t",
            "s",
            NOW,
            NOW.plusSeconds(75),
            false,
            3,
            true,
            false,
            "throttled: 429",
            List.of(new Command.Pause(1, NOW, "pause 1 of join: 429", NOW.plusSeconds(2))),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    @Override
    abstract JdbcStore store();

    @Test
    void givesEveryKindOfMessageBackAsItWasKept() {
        for (Object message : List.of(
                new Notification(
                        Instant.now(),
                        "t",
                        "s",
                        "",
                        "updated",
                        "call",
                        "call",
                        "/app",
                        "c",
                        "",
                        CallState.ESTABLISHED,
                        BODY,
                        BODY),
                new CommandReply(Instant.now(), COMMAND, "accepted", 201, "id", "Running", "", "", BODY, NOW),
                new DeadlinePassed(Instant.now(), "e"),
                new InviteRequest(Instant.now(), "c", List.of(BODY), "context", BODY),
                COMMAND)) {
            // given
            DeadLetter letter = letter(message, NOW);
            // when
            keep(letter);
            // then
            assertThat(store().deadLetter(letter.id())).contains(letter);
        }
    }

    @Test
    void takesTextsThatPostgresDoesNot() {
        // given
        DeadLetter letter = new DeadLetter(
                UUID.randomUUID().toString(),
                NOW,
                "",
                "c\0",
                MessageKind.COMMAND,
                "s\0",
                COMMAND,
                "e\0",
                "r",
                "s",
                1,
                State.OPEN,
                null);
        // when
        keep(letter);
        // then
        assertThat(store().deadLetter(letter.id()).map(DeadLetter::error)).contains("e ");
        assertThat(store().deadLetter("\0")).isEmpty();
        assertThat(store().find("\0")).isEmpty();
        assertThat(store().findByCall("\0")).isEmpty();
    }

    @Test
    void countsTheFailuresOfOneThatIsKeptAgain() {
        // given
        DeadLetter letter = letter(COMMAND, NOW);
        keep(letter);
        // when
        keep(letter);
        // then
        assertThat(store().deadLetter(letter.id()).map(DeadLetter::failures)).contains(2);
    }

    @Test
    void closesOnceHoweverManyTryAtOnce() throws Exception {
        // given
        DeadLetter letter = letter(COMMAND, NOW);
        keep(letter);
        List<Callable<Boolean>> tries = new ArrayList<>();
        for (State state : List.of(State.REPLAYED, State.DISMISSED, State.REPLAYED, State.DISMISSED)) {
            tries.add(() -> keep(letter.closed(state, NOW)));
        }
        // when
        List<Boolean> closed = all(tries);
        // then
        assertThat(closed).containsOnlyOnce(true);
        // when it is kept again
        keep(letter);
        // then
        assertThat(store().deadLetter(letter.id()).orElseThrow().isOpen()).isFalse();
        assertThat(store().deadLetter(letter.id()).map(DeadLetter::failures)).contains(1);
    }

    @Test
    void storesNothingOfADecisionOnADeadLetterThatIsClosed() {
        // given
        DeadLetter letter = letter(COMMAND, NOW);
        keep(letter);
        keep(letter.closed(State.DISMISSED, NOW));
        Escalation escalation = escalation(UUID.randomUUID().toString());
        // when
        boolean committed = store().commit(new Commit(
                null, escalation, entry(escalation), List.of(), null, List.of(letter.closed(State.REPLAYED, NOW))));
        // then
        assertThat(committed).isFalse();
        assertThat(store().find(escalation.id())).isEmpty();
    }

    @Test
    void leavesADeadLetterOpenWhoseDecisionCollides() {
        // given
        Escalation escalation = escalation(UUID.randomUUID().toString());
        store().commit(new Commit(null, escalation, entry(escalation), List.of(), null));
        DeadLetter letter = letter(COMMAND, NOW);
        keep(letter);
        // when: the same call begins another escalation
        Escalation other = escalation(escalation.callerCall().id());
        boolean committed = store().commit(new Commit(
                null, other, entry(other), List.of(), null, List.of(letter.closed(State.REPLAYED, NOW))));
        // then
        assertThat(committed).isFalse();
        assertThat(store().deadLetter(letter.id())).contains(letter);
    }

    @Test
    void listsTheNewestDeadLettersOfAStateFirst() {
        // given
        DeadLetter older = letter(COMMAND, NOW.plusSeconds(1_000_000));
        DeadLetter newer = letter(COMMAND, NOW.plusSeconds(2_000_000));
        DeadLetter closed = letter(COMMAND, NOW.plusSeconds(3_000_000));
        // when
        keep(older);
        keep(newer);
        keep(closed);
        keep(closed.closed(State.DISMISSED, NOW));
        // then
        assertThat(store().deadLetters(new WantedLetters(State.OPEN, "", ""), Place.TOP, 2))
                .extracting(DeadLetter::id)
                .containsExactly(newer.id(), older.id());
        Place after = new Place(newer.at().toEpochMilli(), newer.id());
        assertThat(store().deadLetters(new WantedLetters(State.OPEN, newer.cause(), ""), after, 1))
                .extracting(DeadLetter::id)
                .containsExactly(older.id());
        assertThat(store().deadLetters(new WantedLetters(null, "", ""), Place.TOP, 3))
                .extracting(DeadLetter::id)
                .containsExactly(closed.id(), newer.id(), older.id());
    }

    @Test
    void forgetsWhatIsClosedEarlierThanWhatIsOpen() {
        // given
        Instant twoHoursAgo = NOW.minus(Duration.ofHours(2));
        DeadLetter open = letter(COMMAND, twoHoursAgo);
        DeadLetter abandoned = letter(COMMAND, NOW.minus(Duration.ofHours(4)));
        DeadLetter closed = letter(COMMAND, twoHoursAgo);
        DeadLetter closedJustNow = letter(COMMAND, twoHoursAgo);
        List.of(open, abandoned, closed, closedJustNow).forEach(this::keep);
        keep(closed.closed(State.REPLAYED, twoHoursAgo));
        keep(closedJustNow.closed(State.REPLAYED, NOW));
        // when
        store().forgetDeadLetters(1, 3);
        // then
        assertThat(store().deadLetter(open.id())).isPresent();
        assertThat(store().deadLetter(closedJustNow.id())).isPresent();
        assertThat(store().deadLetter(closed.id())).isEmpty();
        assertThat(store().deadLetter(abandoned.id())).isEmpty();
    }

    @Test
    void forgetsThePeopleInWhatIsOverAndKeepsWhatBecameOfIt() {
        // given
        Escalation over = over();
        Escalation open = escalation(UUID.randomUUID().toString());
        store().commit(new Commit(null, open, told(open), List.of(), null));
        // when
        store().forgetPayloads(1);
        // then
        assertThat(store().find(over.id())).contains(over.withoutPayload());
        assertThat(journal(over.id())).containsExactly(told(over).withoutPayload());
        assertThat(store().find(open.id())).contains(open);
        assertThat(journal(open.id())).containsExactly(told(open));
    }

    @Test
    void forgetsThePeopleInNewsThatComesLateToo() {
        // given
        Escalation over = over();
        store().forgetPayloads(1);
        Escalation left = store().find(over.id()).orElseThrow();
        Escalation later = next(left, "ended", "");
        store().commit(new Commit(left, later, told(later), List.of(), null));
        // when
        store().forgetPayloads(-1);
        // then
        assertThat(journal(over.id()))
                .hasSize(2)
                .allMatch(entry -> entry.message().isMissingNode());
    }

    @Test
    void keepsWhatADeadLetterIsDecidedOnAsLongAsItIsOpen() {
        // given
        Escalation over = over();
        DeadLetter letter = letter(over.id(), COMMAND, NOW);
        keep(letter);
        // when
        store().forgetPayloads(-1);
        // then
        assertThat(store().deadLetter(letter.id())).contains(letter);
        assertThat(store().find(over.id())).contains(over);
        // when it is dismissed
        keep(letter.closed(State.DISMISSED, NOW));
        store().forgetPayloads(-1);
        // then
        assertThat(store().deadLetter(letter.id()).map(DeadLetter::summary)).contains("summary");
        assertThat(store().deadLetter(letter.id()).map(DeadLetter::message)).isEmpty();
        assertThat(store().find(over.id())).contains(over.withoutPayload());
    }

    @Test
    void forgetsThePeopleInWhatBelongsToNoEscalation() {
        // given
        Escalation none = escalation(UUID.randomUUID().toString());
        store().commit(new Commit(null, null, told(none), List.of(), null));
        // when
        store().forgetPayloads(-1);
        // then
        assertThat(store().unmatched(1000)).contains(told(none).withoutPayload());
    }

    /** One that ended two hours ago. */
    private Escalation over() {
        Escalation over = ended(UUID.randomUUID().toString(), NOW.minus(Duration.ofHours(2)));
        store().commit(new Commit(null, over, told(over), List.of(), null));
        return over;
    }

    private static JournalEntry told(Escalation escalation) {
        return entry(escalation, List.of(COMMAND)).withPayload(BODY, List.of("{\"name\":\"Miriam\"}"));
    }

    private boolean keep(DeadLetter letter) {
        return store().commit(new Commit(null, null, null, List.of(), null, List.of(letter)));
    }

    private static DeadLetter letter(Object message, Instant at) {
        return letter("e", message, at);
    }

    private static DeadLetter letter(String escalationId, Object message, Instant at) {
        MessageKind kind = List.of(MessageKind.values()).stream()
                .filter(k -> k.type().isInstance(message))
                .findFirst()
                .orElseThrow();
        return new DeadLetter(
                UUID.randomUUID().toString(),
                at,
                escalationId,
                "c",
                kind,
                "summary",
                message,
                "IllegalStateException: out of order",
                "join-meeting",
                "join-meeting.choose",
                1,
                State.OPEN,
                null);
    }
}
