package dev.callescalation.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.escalation.Operation;
import dev.callescalation.graph.Command;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxTest {

    private final List<Instant> postponed = new ArrayList<>();
    private final Outbox outbox = new Outbox();
    private Command putOff;
    private Escalation escalation = Escalation.nobody(Instant.EPOCH);

    @BeforeEach
    void setStore() {
        outbox.setStore((EscalationStore) Proxy.newProxyInstance(
                OutboxTest.class.getClassLoader(), new Class<?>[] {EscalationStore.class}, (store, method, values) -> {
                    if (method.getName().startsWith("find")) {
                        return Optional.of(escalation);
                    }
                    assertThat(method.getName()).isEqualTo("postpone");
                    putOff = (Command) values[0];
                    postponed.add((Instant) values[1]);
                    return null;
                }));
    }

    @RepeatedTest(20)
    void putsAnAnswerOffByASecondAtMost() {
        // when
        boolean inTime = outbox.postpone(command(Duration.ofSeconds(15), Duration.ofSeconds(10), 9), "no reply", null);
        // then
        assertThat(inTime).isTrue();
        assertThat(postponed.get(0)).isBeforeOrEqualTo(Instant.now().plusSeconds(1));
    }

    @Test
    void putsOffByMoreWhatHasMoreTime() {
        // given
        Instant now = Instant.now();
        // when
        outbox.postpone(command(Duration.ofSeconds(300), Duration.ofSeconds(200), 9), "no reply", null);
        // then
        assertThat(postponed.get(0)).isAfterOrEqualTo(now.plusSeconds(4));
    }

    @RepeatedTest(20)
    void triesALastTimeBeforeTheDeadline() {
        // given: the pause would last for longer than is left
        Command command = command(Duration.ofSeconds(75), Duration.ofSeconds(6), 9);
        // when
        boolean inTime = outbox.postpone(command, "no reply", null);
        // then
        assertThat(inTime).isTrue();
        assertThat(postponed.get(0)).isBeforeOrEqualTo(command.expiresAt().minusSeconds(5));
    }

    @Test
    void givesUpAfterTheLastTry() {
        // when
        boolean inTime = outbox.postpone(command(Duration.ofSeconds(75), Duration.ofSeconds(1), 9), "no reply", null);
        // then
        assertThat(inTime).isFalse();
        assertThat(postponed).isEmpty();
    }

    @Test
    void remembersTheFirstAndTheLastPauses() {
        // given
        putOff = command(Duration.ofSeconds(300), Duration.ofSeconds(200), 0);
        assertThat(putOff.pauses()).isEmpty();
        // when
        for (int i = 1; i <= 23; i++) {
            outbox.postpone(putOff, "5" + i, null);
        }
        // then
        assertThat(putOff.pauses())
                .extracting(Command.Pause::number)
                .containsExactly(1, 2, 3, 4, 5, 19, 20, 21, 22, 23);
        Command.Pause last = putOff.pauses().get(9);
        assertThat(last.what()).isEqualTo("pause 23 of answer: 523");
        assertThat(last.until()).isEqualTo(postponed.get(22)).isAfter(last.at());
        assertThat(putOff.renewed(Instant.now()).pauses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "play-prompt, running, /participants/invite, 60, established, true",
        "play-prompt, notStarted, /participants/invite, 60, established, true",
        "play-prompt, running, /participants/invite, 15, established, false",
        "play-prompt, completed, /participants/invite, 60, established, false",
        "play-prompt, failed, /participants/invite, 60, established, false",
        "play-prompt, running, /participants/invite, 60, terminated, false",
        "mute, running, /participants/invite, 60, established, false",
        "play-prompt, running, /participants, 60, established, false"
    })
    void anInviteWaitsWhileAPromptIsOpen(
            String open, String status, String path, int left, String call, boolean waits) {
        // given
        Command other = command(Duration.ofSeconds(75), Duration.ofSeconds(60), 0);
        Operation operation = new Operation(open, open, "c", "x", "", status, "", List.of(), true);
        Escalation.Call caller = new Escalation.Call("c", call, "t");
        escalation = new Escalation(
                "e",
                1,
                "moving",
                false,
                escalation.origin(),
                caller,
                null,
                null,
                null,
                null,
                null,
                List.of(operation),
                "",
                null,
                null,
                Instant.EPOCH,
                "");
        // then
        assertThat(outbox.waitsForPrompt(command(path, other, Duration.ofSeconds(left))))
                .isEqualTo(waits);
    }

    @Test
    void waitingForAPromptIsOnePause() {
        // given
        putOff = command(Duration.ofSeconds(75), Duration.ofSeconds(60), 0);
        // when
        for (int i = 0; i < 20; i++) {
            outbox.awaitPrompt(putOff);
        }
        // then
        assertThat(putOff.pauses()).hasSize(1);
        assertThat(putOff.pauses().get(0).until()).isEqualTo(postponed.get(19));
        assertThat(putOff.attempt()).isZero();
    }

    private static Command command(String path, Command like, Duration left) {
        Instant expiresAt = Instant.now().plus(left);
        return new Command(
                like.escalationId(),
                "invite",
                "invite-others",
                "c",
                "POST",
                path,
                "",
                "t",
                "",
                like.queuedAt(),
                expiresAt,
                false,
                0,
                false,
                false,
                "",
                List.of(),
                "");
    }

    private static Command command(Duration lifetime, Duration left, int attempt) {
        Instant expiresAt = Instant.now().plus(left);
        return new Command(
                "e",
                "answer",
                "answer",
                "c",
                "POST",
                "/",
                "",
                "t",
                "",
                expiresAt.minus(lifetime),
                expiresAt,
                true,
                attempt,
                false,
                false,
                "",
                List.of(),
                "");
    }
}
