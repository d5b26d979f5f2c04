package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.SandboxClient.Placed;
import dev.callescalation.sandbox.TestBot.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest extends SandboxTest {

    private static final String MESSAGE_ID = "X-Microsoft-Skype-Message-ID";
    private static final String ORIGINAL_ID = "X-Microsoft-Skype-Original-Message-ID";

    @Test
    void comesAgainWhileTheWebhookFails() {
        // given
        bot.replies("failing", 503, 500);
        // when
        client.place("{\"scenario\":\"failing\"}");
        Received first = bot.next("failing");
        Received second = bot.next("failing");
        Received third = bot.next("failing");
        // then
        String firstId = first.headers().getFirst(MESSAGE_ID);
        assertThat(third.body()).isEqualTo(first.body());
        assertThat(first.headers().getFirst(ORIGINAL_ID)).isNull();
        assertThat(second.headers().getFirst(ORIGINAL_ID)).isEqualTo(firstId);
        assertThat(third.headers().getFirst(ORIGINAL_ID)).isEqualTo(firstId);
        assertThat(third.headers().getFirst(MESSAGE_ID)).isNotEqualTo(firstId);
        awaitReplies("failing", "503", "500", "202");
    }

    @Test
    void isGivenUpAfterFiveMoreAttempts() {
        // given
        bot.replies("broken", 500, 500, 500, 500, 500, 500);
        // when
        client.place("{\"scenario\":\"broken\"}");
        // then
        awaitReplies("broken", "500", "500", "500", "500", "500", "500");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void doesNotComeAgainWhereTheWebhookRefusesIt(int status) {
        // given
        String scenario = "refusing-" + status;
        bot.replies(scenario, status);
        // when
        client.place("{\"scenario\":\"" + scenario + "\"}");
        // then
        awaitReplies(scenario, Integer.toString(status));
        assertThat(bot.waiting(scenario)).isEqualTo(1);
    }

    @Test
    void comesAgainWhileNobodyListens() {
        // given
        sandbox.webhook("http://127.0.0.1:1/");
        // when
        Placed placed = client.place("{}");
        sandbox.webhook(bot.url());
        // then
        String none = "no reply";
        awaitReplies(placed.scenarioId(), none, none, none, none, none, none);
    }

    @Test
    void followsTheWebhookElsewhereOnce() {
        // given
        bot.replies("moved", 302, 302);
        // when
        client.place("{\"scenario\":\"moved\"}");
        // then
        assertThat(bot.next("moved").uri()).isEqualTo("/api/calls");
        assertThat(bot.next("moved").uri()).isEqualTo("/elsewhere");
        awaitReplies("moved", "302");
        assertThat(bot.waiting("moved")).isZero();
    }

    @Test
    void announcesACallInTheOldFormatFirstWhenAsked() {
        // given
        bot.replies("skype", 204);
        // when
        Placed placed = client.place("{\"scenario\":\"skype\",\"skypeFirst\":true}");
        // then
        JsonNode old = bot.next("skype").body();
        assertThat(old.has("value")).isFalse();
        assertThat(old.path("callState").asText()).isEqualTo("incoming");
        assertThat(bot.next("skype").data().path("id").asText()).isEqualTo(placed.callId());
    }

    @Test
    void isNotRepeatedInTheNewFormatUnlessTheOldOneIsDeclined() {
        // given
        bot.replies("skype-taken", 200);
        // when
        client.place("{\"scenario\":\"skype-taken\",\"skypeFirst\":true}");
        // then
        awaitReplies("skype-taken", "200");
        assertThat(bot.waiting("skype-taken")).isEqualTo(1);
    }

    @Test
    void waitsForTheAcknowledgementOfTheOneBefore() {
        // given
        TodaysBot escalation = called("{}");
        bot.hold();
        // when
        escalation.answer();
        bot.next(escalation.scenario());
        // then
        assertThat(bot.waiting(escalation.scenario())).isZero();
        bot.release();
        bot.next(escalation.scenario());
        bot.release();
    }

    @Test
    void keepsTheStepDelayBetweenTwo() {
        // given
        SandboxSettings slow = new SandboxSettings(
                0,
                SandboxClient.APP_ID,
                SandboxClient.SECRET,
                SandboxClient.TENANT,
                bot.url(),
                Duration.ofMillis(60),
                "");
        try (Sandbox slowly = Sandbox.start(slow)) {
            // when
            TodaysBot escalation = TodaysBot.inCall(new SandboxClient(slowly), bot, "{}");
            // then
            String path = "/sandbox/calls/" + escalation.caller();
            await().until(() -> times(new SandboxClient(slowly).get(path).json()).length == 3);
            Instant[] at = times(new SandboxClient(slowly).get(path).json());
            assertThat(Duration.between(at[1], at[2])).isGreaterThanOrEqualTo(Duration.ofMillis(55));
        }
    }

    private static Instant[] times(JsonNode report) {
        return report.path("notifications").findValuesAsText("at").stream()
                .map(Instant::parse)
                .toArray(Instant[]::new);
    }

    private static void awaitReplies(String id, String... replies) {
        await().untilAsserted(() -> assertThat(client.send("GET", "/sandbox/calls/" + id, null, Map.of())
                        .json()
                        .path("notifications")
                        .findValuesAsText("reply"))
                .containsExactly(replies));
    }
}
