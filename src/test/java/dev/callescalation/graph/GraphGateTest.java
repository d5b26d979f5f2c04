package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class GraphGateTest {

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final GraphGate gate = new GraphGate(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void isClosedForOneTenantUntilRetryAfterHasPassed() {
        // when
        gate.close("a", "1.5");
        // then
        assertThat(gate.closedUntil("a")).contains(now.plusMillis(1500));
        assertThat(gate.closedUntil("b")).isEmpty();
        now = now.plusMillis(1499);
        assertThat(gate.closedUntil("a")).isPresent();
        now = now.plusMillis(1);
        assertThat(gate.closedUntil("a")).isEmpty();
    }

    @Test
    void opensNoEarlierThanItWasToldBefore() {
        // given
        gate.close("a", "10");
        // when
        gate.close("a", "1");
        // then
        assertThat(gate.closedUntil("a")).contains(now.plusSeconds(10));
        // when
        gate.close("a", "20");
        // then
        assertThat(gate.closedUntil("a")).contains(now.plusSeconds(20));
    }

    @Test
    void staysOpenWithoutAReason() {
        // when
        gate.close("a", null);
        gate.close("a", "soon");
        // then
        assertThat(gate.closedUntil("a")).isEmpty();
    }
}
