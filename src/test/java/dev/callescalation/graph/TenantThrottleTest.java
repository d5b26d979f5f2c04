package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.TestLog;
import dev.callescalation.graph.SharedThrottle.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantThrottleTest {

    private final SetClock clock = new SetClock();
    private final TenantThrottle throttle = new TenantThrottle(clock);
    private final Others others = new Others();

    @Test
    void holdsBackOneTenantUntilRetryAfterHasPassed() {
        // given
        Instant now = clock.instant();
        // when
        throttle.hold("a", "1.5");
        // then
        assertThat(throttle.nextChance("a")).contains(now.plusMillis(1500));
        assertThat(throttle.nextChance("b")).isEmpty();
        assertThat(throttle.admits(command("b", "1"))).isTrue();
        clock.goOn(Duration.ofMillis(1499));
        assertThat(throttle.admits(command("a", "1"))).isFalse();
        clock.goOn(Duration.ofMillis(1));
        assertThat(throttle.admits(command("a", "1"))).isTrue();
        assertThat(throttle.nextChance("a")).isEmpty();
    }

    @Test
    void keepsTheLongerRetryAfter() {
        // given
        Instant now = clock.instant();
        throttle.hold("a", "10");
        // when
        throttle.hold("a", "1");
        // then
        assertThat(throttle.nextChance("a")).contains(now.plusSeconds(10));
        // when
        throttle.hold("a", "15");
        // then
        assertThat(throttle.nextChance("a")).contains(now.plusSeconds(15));
    }

    @Test
    void holdsNobodyBackWithoutAReason() {
        // when
        throttle.hold("a", null);
        throttle.hold("a", "soon");
        // then
        assertThat(throttle.nextChance("a")).isEmpty();
        assertThat(throttle.held()).isEmpty();
    }

    @Test
    void holdsNobodyBackForLongerThanTheLongestWait() {
        // given
        throttle.setLongest(Duration.ofMinutes(2));
        // when
        throttle.hold("a", "1e9");
        // then
        assertThat(throttle.held()).containsExactly("a");
        clock.goOn(Duration.ofMinutes(2));
        assertThat(throttle.admits(command("a", "1"))).isTrue();
        assertThat(throttle.held()).isEmpty();
    }

    @Test
    void letsOneCommandThroughNowAndThen() {
        // given
        throttle.hold("a", "120");
        // when
        clock.goOn(Duration.ofMillis(20_000));
        // then
        assertThat(throttle.admits(command("a", "probe"))).isTrue();
        assertThat(throttle.admits(command("a", "other"))).isFalse();
        assertThat(throttle.nextChance("a")).contains(clock.instant().plusSeconds(20));
        // when Graph throttles it again
        throttle.hold("a", "120");
        // then
        assertThat(throttle.admits(command("a", "other"))).isFalse();
    }

    @Test
    void endsTheWaitWhenGraphTakesTheOneThatWasLetThrough() {
        try (TestLog log = TestLog.of(TenantThrottle.class.getName())) {
            // given
            throttle.hold("a", "120");
            clock.goOn(Duration.ofMillis(20_000));
            throttle.admits(command("a", "probe"));
            // when
            throttle.taken(command("a", "sent before the wait began"));
            // then
            assertThat(throttle.held()).containsExactly("a");
            // when
            throttle.taken(command("a", "probe"));
            // then
            assertThat(throttle.held()).isEmpty();
            assertThat(throttle.admits(command("a", "other"))).isTrue();
            assertThat(log.lines("tenant=a is throttled by Graph, Retry-After: 120."))
                    .hasSize(1);
            assertThat(log.lines("tenant=a is no longer throttled by Graph, after 20.0 s."))
                    .hasSize(1);
        }
    }

    @Test
    void holdsBackWhomAnotherNodeWasToldToHoldBack() {
        try (TestLog log = TestLog.of(TenantThrottle.class.getName())) {
            // given
            others.news = List.of(new Wait("a", Duration.ofSeconds(60), Duration.ofSeconds(15), ""));
            // when: a node that starts
            throttle.share(others);
            // then
            assertThat(throttle.held()).containsExactly("a");
            assertThat(throttle.admits(command("a", "1"))).isFalse();
            assertThat(throttle.nextChance("a")).contains(clock.instant().plusSeconds(15));
            assertThat(throttle.admits(command("b", "1"))).isTrue();
            // when
            clock.goOn(Duration.ofMillis(499));
            others.news = List.of(new Wait("a", Duration.ZERO, Duration.ofSeconds(15), "e/probe"));
            throttle.refresh();
            // then
            assertThat(throttle.held()).containsExactly("a");
            // when
            clock.goOn(Duration.ofMillis(1));
            throttle.refresh();
            // then
            assertThat(throttle.held()).isEmpty();
            assertThat(throttle.admits(command("a", "1"))).isTrue();
            assertThat(log.lines("tenant=a is throttled by Graph, as another node was told."))
                    .hasSize(1);
            assertThat(log.lines("tenant=a is no longer throttled by Graph")).hasSize(1);
        }
    }

    @Test
    void goesByItsOwnClockHoweverLongAnotherNodeSaysToWait() {
        // given
        throttle.setLongest(Duration.ofMinutes(2));
        others.news = List.of(new Wait("a", Duration.ofHours(30), Duration.ofHours(30), ""));
        throttle.share(others);
        others.news = List.of();
        // when
        clock.goOn(Duration.ofMinutes(2));
        throttle.refresh();
        // then
        assertThat(throttle.admits(command("a", "1"))).isTrue();
    }

    @Test
    void tellsOtherNodesOnlyWhatMakesADifferenceToThem() {
        // given
        throttle.share(others);
        // when: four replies to what was under way
        throttle.hold("a", "0.5");
        throttle.hold("a", "10");
        throttle.hold("a", "1");
        throttle.hold("a", "10.4");
        // then
        assertThat(others.told).containsExactly("hold a PT10S");
        // when
        throttle.hold("a", "11");
        // then
        assertThat(others.told).containsExactly("hold a PT10S", "hold a PT11S");
    }

    @Test
    void sendsTheOneCommandThatNoOtherNodeSends() {
        // given
        throttle.share(others);
        throttle.hold("a", "120");
        clock.goOn(Duration.ofSeconds(20));
        // when
        others.mayProbe = false;
        // then
        assertThat(throttle.admits(command("a", "1"))).isFalse();
        assertThat(throttle.nextChance("a")).contains(clock.instant().plusSeconds(20));
        // when
        clock.goOn(Duration.ofSeconds(20));
        others.mayProbe = true;
        assertThat(throttle.admits(command("a", "2"))).isTrue();
        throttle.taken(command("a", "2"));
        // then
        assertThat(others.told).containsExactly("hold a PT2M", "end a e/2");
    }

    private static final class Others implements SharedThrottle {

        private final List<String> told = new ArrayList<>();
        private List<Wait> news = List.of();
        private boolean mayProbe = true;

        @Override
        public void hold(String tenantId, Duration wait, Duration probeAfter) {
            told.add("hold " + tenantId + " " + wait);
        }

        @Override
        public boolean claimProbe(String tenantId, Duration wait, String commandId, Duration nextAfter) {
            return mayProbe;
        }

        @Override
        public void end(String tenantId, String commandId) {
            told.add("end " + tenantId + " " + commandId);
        }

        @Override
        public List<Wait> news() {
            return news;
        }
    }

    private Command command(String tenant, String key) {
        Instant now = clock.instant();
        return new Command(
                "e", key, "answer", "c", "POST", "/", "", tenant, "", now, now, true, 0, false, false, "", List.of(),
                "");
    }
}
