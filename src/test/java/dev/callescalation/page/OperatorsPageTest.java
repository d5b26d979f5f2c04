package dev.callescalation.page;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.TestBundle;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What a newcomer and an operator do on the page of a bundle in profile dev. */
class OperatorsPageTest {

    private static final String POLICY = "routes/policy/choose-meeting.camel.yaml";

    @TempDir
    static Path folder;

    private static Browser browser;
    private static TestBundle bundle;
    private static String store;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
        store = "jdbc:sqlite:" + folder.resolve("calls.db");
        bundle = PageBundle.start(folder, Map.of("calls.store.url", store));
    }

    @AfterAll
    static void stop() throws IOException {
        if (bundle != null) {
            bundle.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void asksNobodyElseAndComplainsOfNothing() {
        if (browser != null) {
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aTestCallIsPlacedIsSeenToFinishAndIsFoundByEachOfItsIds() {
        // when
        browser.open(bundle, "/try");
        browser.press("Place the call");
        // then: live, without a look of ours
        browser.awaitText("Timeline", "escalated", "waits for");
        assertThat(browser.has("svg.timeline .bar")).isTrue();
        // when
        browser.press("End it", "End the meeting");
        // then
        browser.awaitText("ended", "deleted call terminated");
        JsonNode call = shown();
        String meeting = call.at("/meetingCall/id").asText();
        for (String id : List.of(
                call.path("id").asText(),
                call.at("/callerCall/id").asText(),
                meeting,
                meeting.toUpperCase(Locale.ROOT),
                call.path("scenarioId").asText())) {
            // when
            browser.go("/");
            browser.awaitText("Overview");
            browser.type("input[name=id]", id, Keys.ENTER);
            // then
            browser.awaitHash("/escalations/" + call.path("id").asText());
        }
        // when
        browser.go("/");
        browser.awaitText("Overview");
        browser.type("input[name=id]", call.path("tenantId").asText(), Keys.ENTER);
        // then: itself, where it is the only one of its tenant
        browser.awaitHash("/(search|escalations)/.+");
        browser.awaitText("ended");
        // when
        browser.type("input[name=id]", "nothing", Keys.ENTER);
        // then
        browser.awaitText("Nothing here has the id nothing");
    }

    @Test
    void deadLettersOfARouteThatThrowsAreReplayedTogetherOnceItIsMended() {
        // given
        String version = version();
        browser.open(bundle, "/try");
        browser.press("Make the edit", "An edit that breaks");
        browser.awaitText("Taken up: version");
        for (int i = 0; i < 2; i++) {
            browser.go("/try");
            browser.press("Ring", "An edit that breaks");
            browser.awaitText("The calendar of meetings does not answer", "Replay");
        }
        String escalation = shown().path("id").asText();
        String letter = json(bundle.get("/dead-letters?state=open").body())
                .at("/deadLetters/0/id")
                .asText();
        browser.go("/");
        browser.awaitText("Overview");
        browser.type("input[name=id]", letter, Keys.ENTER);
        browser.awaitHash("/escalations/" + escalation);
        // when
        browser.go("/try");
        browser.press("Take it back", "An edit that breaks");
        await().until(() -> version.equals(version()));
        browser.go("/dead-letters");
        browser.awaitText("The calendar of meetings does not answer", "Replay all 2");
        browser.type(".group input", "The calendar is back");
        browser.press("Replay all 2");
        // then
        browser.awaitText("2 of 2 replayed", "No dead letter is open");
        // when
        browser.go("/escalations/" + escalation);
        // then
        browser.awaitText("escalated", "because The calendar is back");
    }

    @Test
    void aRefusedEditIsShownByFileAndLine() {
        // given
        browser.open(bundle, "/try");
        // when
        browser.press("Make the edit", "An edit that is refused");
        // then
        browser.awaitText("edit refused", "The last edit is refused", POLICY + ":", "setVariabel");
        browser.go("/files");
        browser.awaitText("The last edit is refused", POLICY + ":", "keeps running");
        // when
        browser.go("/try");
        browser.press("Take it back", "An edit that is refused");
        // then
        browser.awaitNoText("edit refused");
    }

    @Test
    void aNodeThatRunsOtherFilesIsMarked() throws SQLException {
        try (Connection connection = DriverManager.getConnection(store);
                Statement statement = connection.createStatement()) {
            // given
            statement.execute("insert into node (id, alive_until, host, address, program, files)"
                    + " values ('other', 9e12, 'calls-2', 'http://calls-2:8081/', '1.2', '0123456789ab')");
            // when
            browser.open(bundle, "/files");
            // then
            browser.awaitText("runs other files", "another program", "calls-2", "http://calls-2:8081/", "this one");
            statement.execute("delete from node where id = 'other'");
        }
    }

    @Test
    void anEditThatIsTakenUpDecidesOnTheNextCall() {
        // given
        browser.open(bundle, "/try");
        browser.press("Make the edit", "An edit that is taken up");
        browser.awaitText("Taken up: version");
        // when
        browser.press("Ring by phone", "An edit that is taken up");
        // then
        browser.awaitText("Timeline", "rejected");
        // when
        browser.go("/try");
        browser.press("Take it back", "An edit that is taken up");
        // then
        browser.awaitNoText("Take it back");
    }

    /** A browser has six connections for all pages of one server. */
    @Test
    void pagesBehindAnotherKeepNoConnectionAndReadAnewWhenTheyAreSeen() {
        // given
        browser.open(bundle, "/");
        browser.awaitText("Live");
        for (int i = 0; i < 6; i++) {
            browser.openInFront(bundle, "/files");
            browser.awaitText("Live");
        }
        // when
        browser.openInFront(bundle, "/try");
        browser.press("Place the call");
        String escalation = shown().path("id").asText();
        browser.closeAllButFirst();
        // then
        browser.awaitElement("a[href='#/escalations/" + escalation + "']");
    }

    @Test
    void everythingCanBeDoneByKeyboard() {
        // given
        browser.open(bundle, "/try");
        browser.awaitText("Place a test call");
        // when
        browser.keys(Keys.TAB);
        // then
        assertThat(browser.focused()).isEqualTo("Skip to content");
        // when
        browser.keys(Keys.ENTER);
        browser.tabTo("Place the call");
        browser.keys(Keys.ENTER);
        browser.awaitText("Timeline", "escalated");
        browser.tabTo("Timeline. The arrow keys");
        browser.keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        // then
        await().untilAsserted(() ->
                assertThat(browser.texts(".step-selected .step-text")).hasSize(1));
        // when
        browser.tabTo("Messages of:");
        browser.keys(Keys.ENTER);
        // then
        browser.awaitText("What came in", "@odata.type");
    }

    @Test
    void nobodyIsShutOutInEitherThemeAndWidth() throws IOException {
        // given
        String call = json(bundle.send(HttpRequest.newBuilder(bundle.control("/sandbox/calls"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.noBody())
                                .build())
                        .body())
                .path("callId")
                .asText();
        await().until(() -> bundle.get("/escalations?search=" + call).body().contains("\"escalated\""));
        Map<String, String> views = Map.of(
                "overview", "/",
                "escalation", "/escalations/" + call,
                "dead-letters", "/dead-letters",
                "files", "/files",
                "try", "/try");
        browser.open(bundle, "/");
        for (String theme : List.of("light", "dark")) {
            for (int width : new int[] {360, 1600}) {
                browser.look(theme, width);
                for (Map.Entry<String, String> view : views.entrySet()) {
                    browser.go(view.getValue());
                    browser.awaitHash(view.getValue());
                    await().until(() -> browser.has(".view .card, .view .empty"));
                    // then
                    browser.screenshot(view.getKey() + "-" + theme + "-" + width);
                    assertThat(
                                    browser.script(
                                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                            .as("%s is no wider than %s", view.getKey(), width)
                            .isEqualTo(0L);
                    assertThat(browser.barriers())
                            .as("%s, %s, %s", view.getKey(), theme, width)
                            .isEmpty();
                }
            }
        }
        browser.look("light", 1200);
    }

    private static String version() {
        return json(bundle.get("/bundle").body()).path("version").asText();
    }

    /** What the page shows, as the control port has it. */
    private static JsonNode shown() {
        browser.awaitHash("/escalations/.+");
        return json(bundle.get(browser.hash()).body());
    }
}
