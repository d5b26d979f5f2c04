package dev.callescalation.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.escalation.DeadLetter;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.Listings.Place;
import dev.callescalation.escalation.Listings.WantedLetters;
import dev.callescalation.escalation.MessageKind;
import dev.callescalation.store.JdbcStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterBoxTest {

    @TempDir
    private Path folder;

    private final JdbcStore store = new JdbcStore();
    private final DeadLetterBox deadLetters = new DeadLetterBox(Clock.systemUTC(), store);

    @BeforeEach
    void open() {
        store.setUrl("jdbc:sqlite:" + folder.resolve("calls.db"));
        store.open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsADeadlineOnceHoweverOftenItIsFound() {
        // given: whoever finds it is another each time
        Instant now = Instant.now();
        // when
        keep(new DeadlinePassed(now.plusSeconds(1), "e-1"), 4);
        keep(new DeadlinePassed(now.plusSeconds(31), "e-1"), 4);
        // and: of an escalation that has gone on meanwhile
        keep(new DeadlinePassed(now.plusSeconds(61), "e-1"), 5);
        // then
        List<DeadLetter> letters = store.deadLetters(new WantedLetters(DeadLetter.State.OPEN, "", ""), Place.TOP, 10);
        assertThat(letters).extracting(DeadLetter::failures).containsExactlyInAnyOrder(1, 2);
        assertThat(letters).extracting(DeadLetter::escalationId).containsOnly("e-1");
        assertThat(letters).extracting(DeadLetter::kind).containsOnly(MessageKind.DEADLINE);
    }

    @Test
    void namesAnErrorWithoutAMessageByItsClass() {
        DeadLetter kept = deadLetters.keep(
                new DeadlinePassed(Instant.now(), "e-1"), null, null, FailedStep.NONE, new NullPointerException());
        assertThat(kept.error()).isEqualTo("NullPointerException");
    }

    private void keep(DeadlinePassed passed, long version) {
        Escalation escalation = new Escalation(
                "e-1",
                version,
                "joining",
                false,
                new Escalation.Origin("/communications", "", "", null, null, passed.at()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "",
                null,
                null,
                passed.at(),
                "");
        Decision decision =
                new Decision(escalation, escalation, Facts.of(escalation, MessageKind.DEADLINE, ""), null, null);
        deadLetters.keep(passed, null, decision, FailedStep.NONE, new IllegalStateException("out of order"));
    }
}
