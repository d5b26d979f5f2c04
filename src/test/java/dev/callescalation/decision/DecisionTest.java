package dev.callescalation.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.MessageKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecisionTest {

    /** The store looks for deadlines by the millisecond: one that is due there must be due for the decision, too. */
    @Test
    void setsDeadlinesThatTheStoreDoesNotHandOutBeforeTheyAreDue() {
        // given
        Instant now = Instant.parse("2026-11-30T12:00:00.123456789Z");
        Escalation.Origin origin = new Escalation.Origin("/communications", "", "", null, null, now);
        Escalation known = new Escalation(
                "e-1", 1, "joining", false, origin, null, null, null, null, null, null, null, "", null, null, now, "");
        Decision decision = new Decision(known, known, Facts.of(known, MessageKind.REPLY, ""), null, null);
        decision.wait = Duration.ofMillis(20);
        decision.keepAlive = Duration.ofMinutes(15);
        // when
        Escalation after = decision.after(now, Duration.ofHours(1));
        // then
        assertThat(after.deadline()).isEqualTo(Instant.parse("2026-11-30T12:00:00.143Z"));
        assertThat(after.keepAliveAt()).isEqualTo(Instant.parse("2026-11-30T12:15:00.123Z"));
    }
}
