package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnansweredCallTest {

    private TestBot bot;
    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void startServiceThatLosesPatience() throws IOException {
        bot = new TestBot();
        sandbox = Sandbox.start(SandboxTest.settings(0), new Timing(Duration.ofMillis(50), Duration.ofMillis(5), 5));
        sandbox.webhook(bot.url());
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        bot.close();
    }

    @Test
    void endsWithATimeoutAndIsGoneForTheBot() {
        // given
        TodaysBot escalation = TodaysBot.called(client, bot, "{}");
        // when
        JsonNode data = bot.next(escalation.scenario()).data();
        // then
        assertThat(data.path("state").asText()).isEqualTo("terminated");
        assertThat(data.at("/resultInfo/code").asInt()).isEqualTo(408);
        assertThat(data.at("/resultInfo/subcode").asInt()).isEqualTo(8544);
        assertThat(escalation.answer().code()).isEqualTo("8522");
    }
}
