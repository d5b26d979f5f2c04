package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** One sandbox and one webhook for a class of tests; the tests are kept apart by their scenarios. */
abstract class SandboxTest {

    static Sandbox sandbox;
    static SandboxClient client;
    static TestBot bot;

    @BeforeAll
    static void startBoth() throws IOException {
        bot = new TestBot();
        sandbox = Sandbox.start(settings(0), new Timing(Duration.ofSeconds(15), Duration.ofMillis(5), 5));
        client = new SandboxClient(sandbox);
        sandbox.webhook(bot.url());
    }

    @AfterEach
    void disarm() {
        sandbox.clearFaults();
        bot.holdNothing();
    }

    @AfterAll
    static void stopBoth() {
        sandbox.close();
        bot.close();
    }

    static SandboxSettings settings(int port) {
        return new SandboxSettings(
                port,
                SandboxClient.APP_ID,
                SandboxClient.SECRET,
                SandboxClient.TENANT,
                null,
                Duration.ZERO,
                "curl http://127.0.0.1:8081/escalations/latest/timeline");
    }

    static TodaysBot called(String order) {
        return TodaysBot.called(client, bot, order);
    }

    static TodaysBot inCall(String order) {
        return TodaysBot.inCall(client, bot, order);
    }

    /** The next notifications of a scenario in short: {@link TestBot.Received#inShort}. */
    static ListAssert<String> assertTold(String scenarioId, int count, Map<String, String> letters) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            told.add(bot.next(scenarioId).inShort(letters));
        }
        return assertThat(told);
    }
}
