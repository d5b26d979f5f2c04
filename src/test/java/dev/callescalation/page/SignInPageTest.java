package dev.callescalation.page;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.TestBundle;
import dev.callescalation.secret.TestKeys;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Who signs in, and what they see. */
class SignInPageTest {

    private static final String OPERATOR = "operat0r-k3ep-th1s-0123456789";
    private static final String VIEWER = "v1ewer-k3ep-th1s-0123456789";
    private static final String SCRIPT =
            "<script>window.hacked = true</script><img src=x onerror='window.hacked=true'>";

    @TempDir
    static Path folder;

    private static Browser browser;
    private static TestBundle bundle;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
        TestKeys files = TestKeys.make("EC");
        bundle = PageBundle.start(
                folder,
                Map.of(
                        "calls.control.token-file", files.file("token", OPERATOR + "\n"),
                        "calls.control.viewer-token-file", files.file("viewer", VIEWER + "\n"),
                        "calls.control.show-people", "true"));
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

    /** That nobody is signed in is an error for the console. */
    @AfterEach
    void asksNobodyElseAndComplainsOfNothing() {
        if (browser != null) {
            assertThat(browser.complaints())
                    .filteredOn(line -> !line.contains("/session "))
                    .isEmpty();
        }
    }

    private static void signIn(String token) {
        browser.awaitText("Token of the control port");
        browser.type("#token", token, Keys.ENTER);
    }

    @Test
    void aViewerSeesTheCallsAndNoButtonThatChangesAnything() throws IOException {
        // given
        String callId = place(SCRIPT);
        // when
        browser.open(bundle, "/");
        signIn("wrong");
        // then
        browser.awaitText("This is not the token");
        assertThat(browser.barriers()).isEmpty();
        browser.screenshot("sign-in-light-1600");
        // when
        signIn(VIEWER);
        // then
        browser.awaitText("viewer", "Sign out", "escalated");
        assertThat(browser.text()).doesNotContain("Try it");
        // when
        browser.go("/escalations/" + callId);
        browser.awaitText("Timeline", "Steps");
        // then
        assertThat(browser.texts("button")).doesNotContain("Ring", "Replay", "Dismiss");
        // when
        browser.press("Sign out");
        // then
        browser.awaitText("Token of the control port");
    }

    @Test
    void anOperatorStaysSignedInAndMayAct() {
        // when
        browser.open(bundle, "/try");
        signIn(OPERATOR);
        browser.press("Place the call");
        // then
        browser.awaitText("Timeline", "escalated", "operator");
        // when
        browser.script("location.reload()");
        // then
        browser.awaitText("Timeline", "Sign out");
    }

    @Test
    void aNameThatIsAScriptStaysText() {
        // given
        String callId = place(SCRIPT);
        browser.open(bundle, "/escalations/" + callId);
        signIn(VIEWER);
        browser.awaitText("Timeline", "created call incoming");
        // when
        browser.press("Messages");
        // then
        browser.awaitText("<script>window.hacked = true</script>");
        assertThat(browser.script("return String(window.hacked)")).isEqualTo("undefined");
    }

    /** Somebody of that name calls. @return the id of their call, once the bundle knows it */
    private static String place(String name) {
        String order = "{\"caller\":{\"user\":{\"id\":\"550fae72-d251-43ec-868c-373732c2704f\",\"displayName\":\""
                + name + "\"}}}";
        String callId = json(asked(HttpRequest.newBuilder(bundle.control("/sandbox/calls"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(order))))
                .path("callId")
                .asText();
        await().until(() -> List.of("escalated", "moving", "joining")
                .contains(json(asked(HttpRequest.newBuilder(bundle.control("/escalations/" + callId)))
                                .replaceFirst("^No .*", "{}"))
                        .path("phase")
                        .asText()));
        return callId;
    }

    private static String asked(HttpRequest.Builder request) {
        return bundle.send(request.header("Authorization", "Bearer " + OPERATOR).build())
                .body();
    }
}
