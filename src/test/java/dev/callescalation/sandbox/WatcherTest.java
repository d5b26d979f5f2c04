package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.callescalation.sandbox.SandboxClient.Placed;
import dev.callescalation.sandbox.SandboxClient.Reply;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What a program is told that has a sandbox of its own, and what it can do without HTTP. */
class WatcherTest extends SandboxTest {

    /** Writes down what happens in one scenario. */
    private static final class Scribe implements SandboxWatcher {

        private final String scenarioId;
        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        private Scribe(String scenarioId) {
            this.scenarioId = scenarioId;
            sandbox.watch(this);
        }

        @Override
        public void received(RecordedRequest request) {
            if (scenarioId.equals(request.scenarioId())) {
                seen.add(request.method() + " " + request.status());
            }
        }

        @Override
        public void delivered(String scenario, NotificationKind kind, long posted, int status) {
            if (scenarioId.equals(scenario)) {
                assertThat(posted).isLessThan(System.nanoTime());
                seen.add(kind.word() + " " + status);
            }
        }

        private void sawInOrder(String... events) {
            await().untilAsserted(() -> assertThat(List.copyOf(seen)).containsExactly(events));
        }
    }

    @Test
    void tellsOfCommandsAndOfEachAttemptToDeliver() {
        // given
        Scribe scribe = new Scribe("watched");
        bot.replies("watched", 503, 202);
        // when
        sandbox.place("watched").join();
        // then
        scribe.sawInOrder("incoming 503", "incoming 202");
        String call = bot.next("watched").data().path("id").asText();
        // when
        client.command(
                "POST", "/v1.0/communications/calls/" + call + "/answer", TodaysBot.answerBody(bot.url()), "watched");
        // then
        scribe.sawInOrder(
                "incoming 503", "incoming 202", "POST 202", "caller-establishing 202", "caller-established 202");
    }

    @Test
    void tellsWhoseTokenACommandHadAndHowLongItHasToWait() {
        // given
        TodaysBot escalation =
                called("{\"faults\":[{\"fault\":\"reply\",\"on\":\"answer\",\"status\":429,\"retryAfter\":\"1.5\"}]}");
        // when
        escalation.answer();
        // then
        RecordedRequest request = sandbox.requests(escalation.scenario()).get(0);
        assertThat(request.tenantId()).isEqualTo(SandboxClient.TENANT);
        assertThat(request.retryAfter()).isEqualTo("1.5");
    }

    @Test
    void takesTheOrderOfATestCallWithoutHttpToo() {
        // given
        Scribe scribe = new Scribe("ordered");
        // when
        sandbox.order("{\"scenario\":\"ordered\",\"form\":\"app\"}").join();
        // then
        scribe.sawInOrder("incoming 202");
        assertThat(bot.next("ordered").inShort(Map.of())).contains("/app/calls/");
        // when, then
        assertThatThrownBy(() -> sandbox.order("{\"form\":\"morse\"}").join())
                .hasMessageContaining("Unknown form 'morse'");
    }

    @Test
    void placesNoSecondCallInAScenario() {
        // given
        sandbox.place("once").join();
        // when, then
        assertThatThrownBy(() -> sandbox.place("once").join()).hasMessageContaining("exists already");
    }

    @Test
    void endsAMeetingOnceAndNoOtherCall() {
        // given
        TodaysBot escalation = inCall("{}");
        String meeting = escalation.joined();
        // when
        sandbox.endMeetings(escalation.scenario()).join();
        sandbox.endMeetings(escalation.scenario()).join();
        // then
        assertTold(escalation.scenario(), 1, Map.of(meeting, "G"))
                .containsExactly("deleted /communications/calls/G terminated");
        assertThat(bot.waiting(escalation.scenario())).isZero();
    }

    @Test
    void endsAMeetingInTheOldDialectToo() {
        // given
        Placed placed = client.place("{\"form\":\"app\"}");
        Reply joined = client.command(
                "POST", "/beta/app/calls", EscalationOf2018Test.JOIN.formatted(bot.url()), placed.scenarioId());
        bot.skip(placed.scenarioId(), 3);
        // when
        sandbox.endMeetings(placed.scenarioId()).join();
        // then
        assertTold(placed.scenarioId(), 1, Map.of(joined.idInLocation(), "G"))
                .containsExactly("deleted /app/calls/G terminated");
    }
}
