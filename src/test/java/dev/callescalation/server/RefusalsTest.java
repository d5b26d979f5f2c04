package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.TestLog;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of the log strangers can fill. */
class RefusalsTest {

    /** Nobody else is refused by this one. */
    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with("calls.meeting.subject=Refusals");

    @Test
    void haveAFewLinesAndASumHoweverMany() {
        try (TestLog log = TestLog.ofEverything()) {
            // when
            for (int i = 0; i < 200; i++) {
                int status = BUNDLE.bundle()
                        .send(HttpRequest.newBuilder(URI.create(BUNDLE.bundle().webhook()))
                                .header("Authorization", "Bearer " + i)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build())
                        .statusCode();
                assertThat(status).isEqualTo(401);
            }
            for (String request : List.of(
                    "POST /api/calls HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                    "POST /api/calls HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/x\r\nContent-Length: 0\r\n\r\n",
                    "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n")) {
                for (int i = 0; i < 20; i++) {
                    try (RawClient client =
                            new RawClient(URI.create(BUNDLE.bundle().webhook()))) {
                        assertThat(client.say(request).status()).isBetween(400, 415);
                    }
                }
            }
            // then: a minute may end meanwhile, and bundles of other tests have something to say too
            assertThat(log.lines("token refused: ")).hasSizeBetween(1, 2 * Refusals.MOST_LINES + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /nowhere, 404, status=404 POST /nowhere: no route has this path",
        "GET, /api/calls, 405, status=405 GET /api/calls: the path takes other methods",
        "POST, /api/calls, 413, status=413 POST /api/calls: larger than calls.webhook.max-body-bytes",
    })
    void sayWhatNoRouteSays(String method, String path, int status, String line) {
        try (TestLog log = TestLog.ofEverything();
                RawClient client =
                        new RawClient(URI.create(BUNDLE.bundle().webhook()).resolve(path))) {
            // when
            client.say(method + " " + path + "?code=marked HTTP/1.1\r\nHost: a\r\nContent-Length: "
                    + (status == 413 ? 99_999_999 : 0) + "\r\n\r\n");
            // then
            assertThat(client.status()).isEqualTo(status);
            await().until(() -> !log.lines(line).isEmpty());
            assertThat(log.lines("marked")).isEmpty();
        }
    }

    @Test
    void showTheBeginningOfALongPath() {
        try (TestLog log = TestLog.ofEverything()) {
            new Refusals().answered(404, "POST", "/" + "x".repeat(5000));
            assertThat(log.lines("status=404").get(0)).hasSizeLessThan(300);
        }
    }

    @Test
    void areSummedUpOnceAMinute() {
        // given
        Refusals refusals = new Refusals();
        for (int i = 0; i < Refusals.MOST_LINES; i++) {
            assertThat(refusals.isLogged("token refused")).isTrue();
        }
        assertThat(refusals.isLogged("token refused")).isFalse();
        assertThat(refusals.isLogged("token refused")).isFalse();
        refusals.count(Refusals.SLOW);
        try (TestLog log = TestLog.ofEverything()) {
            // when
            refusals.report();
            refusals.report();
            // then
            assertThat(log.lines("Refusals"))
                    .containsExactly("dev.callescalation.server.Refusals in the last minute, not logged one by one: "
                            + "cut off as too slow: 1; token refused: 2");
            assertThat(refusals.isLogged("token refused")).isTrue();
        }
    }
}
