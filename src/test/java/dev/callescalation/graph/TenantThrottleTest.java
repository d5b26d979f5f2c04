package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TenantThrottleTest {

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final TenantThrottle throttle = new TenantThrottle(new Clock() {
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
    void holdsBackOneTenantUntilRetryAfterHasPassed() {
        // when
        throttle.hold("a", "1.5");
        // then
        assertThat(throttle.heldUntil("a")).contains(now.plusMillis(1500));
        assertThat(throttle.heldUntil("b")).isEmpty();
        now = now.plusMillis(1499);
        assertThat(throttle.heldUntil("a")).isPresent();
        now = now.plusMillis(1);
        assertThat(throttle.heldUntil("a")).isEmpty();
    }

    @Test
    void keepsTheLongerRetryAfter() {
        // given
        throttle.hold("a", "10");
        // when
        throttle.hold("a", "1");
        // then
        assertThat(throttle.heldUntil("a")).contains(now.plusSeconds(10));
        // when
        throttle.hold("a", "20");
        // then
        assertThat(throttle.heldUntil("a")).contains(now.plusSeconds(20));
    }

    @Test
    void holdsNobodyBackWithoutAReason() {
        // when
        throttle.hold("a", null);
        throttle.hold("a", "soon");
        // then
        assertThat(throttle.heldUntil("a")).isEmpty();
    }
}
