package dev.callescalation.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
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
        sandbox = Sandbox.start(settings(0), new Timing(Duration.ofSeconds(5), Duration.ofMillis(5), 5));
        client = new SandboxClient(sandbox);
        sandbox.webhook(bot.url());
    }

    @AfterEach
    void disarm() {
        sandbox.clearFaults();
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

    /** A test call whose "incoming" is already taken from the webhook's queue. */
    static SandboxClient.Placed incoming(String json) throws InterruptedException {
        SandboxClient.Placed placed = client.place(json);
        bot.next(placed.scenarioId());
        return placed;
    }

    /** The next notifications, in short, with the ids of calls as letters. */
    static String[] told(SandboxClient.Placed placed, int count, Map<String, String> letters)
            throws InterruptedException {
        String[] told = new String[count];
        for (int i = 0; i < count; i++) {
            told[i] = bot.next(placed.scenarioId()).inShort(letters);
        }
        return told;
    }
}
