package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.sandbox.SandboxClient.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that post notifications of their own use the sandbox as a peer that records. */
class UnknownCallsTest extends SandboxTest {

    private static final String CALLS = TodaysBot.CALLS;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void takesEveryCommandOnThemTimeAfterTime(int time) {
        // given
        String scenario = "unknown-" + time;
        String call = CALLS + "/5f1c2d3e-0000-4000-8000-00000000a001";
        // when
        List<Reply> replies = List.of(
                client.command("POST", call + "/answer", TodaysBot.answerBody(bot.url()), scenario),
                client.command("POST", CALLS, TodaysBot.joinBody(bot.url()), scenario),
                client.command("POST", call + "/participants/invite", TodaysBot.inviteCallerBody("a002"), scenario),
                client.command("POST", call + "/keepAlive", null, scenario),
                client.command("GET", call, null, scenario),
                client.command("GET", call + "/participants", null, scenario),
                client.command("POST", call + "/reject", "{\"reason\":\"busy\"}", scenario),
                client.command("DELETE", call, null, scenario));
        // then
        assertThat(replies).extracting(Reply::status).containsExactly(202, 201, 200, 200, 200, 200, 202, 204);
        assertThat(bot.waiting(scenario)).isZero();
    }

    @Test
    void recordsWhatWasAskedAndReplied() {
        // given
        String scenario = UUID.randomUUID().toString();
        // when
        client.command("POST", "/beta/app/calls/AAAA01/answer?x=1", "{\"callback\":\"nowhere\"}", scenario);
        client.command("DELETE", "/beta/app/calls/AAAA01", null, scenario);
        // then
        List<RecordedRequest> asked = sandbox.requests(scenario);
        assertThat(asked).extracting(RecordedRequest::method).containsExactly("POST", "DELETE");
        RecordedRequest answer = asked.get(0);
        assertThat(answer.path()).isEqualTo("/beta/app/calls/AAAA01/answer");
        assertThat(answer.query()).isEqualTo("x=1");
        assertThat(answer.body().path("callback").asText()).isEqualTo("nowhere");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("scenario-id", scenario).doesNotContainKey("authorization");
        assertThat(asked.get(1).body()).isNull();
        assertThat(asked.get(1).query()).isNull();
        assertThat(sandbox.requests()).endsWith(asked.get(1));
    }

    @Test
    void repliesToAnActionThatItDoesNotKnowAsAFaultSays() {
        // given
        String scenario = UUID.randomUUID().toString();
        sandbox.fault(scenario, Fault.of("""
                {"fault":"reply","on":"/addLargeGalleryView","status":200,"body":{"status":"completed"}}"""));
        // when and then
        assertThat(client.command("POST", CALLS + "/a/addLargeGalleryView", "{}", scenario)
                        .status())
                .isEqualTo(200);
        assertThat(client.command("POST", CALLS + "/a/addLargeGalleryView", "{}", scenario)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void strikesThemWithFaultsToo() {
        // given
        String scenario = UUID.randomUUID().toString();
        sandbox.fault(scenario, new Fault.Reply(CommandKind.DELETE, 504, Map.of(), null, Repetition.ONCE));
        // when and then
        assertThat(client.command("DELETE", CALLS + "/a", null, scenario).status())
                .isEqualTo(504);
        assertThat(client.command("DELETE", CALLS + "/a", null, scenario).status())
                .isEqualTo(204);
    }
}
