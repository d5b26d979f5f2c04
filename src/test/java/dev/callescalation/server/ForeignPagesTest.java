package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.secret.TestKeys;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the web page of a stranger can do through the browser of somebody who runs the bundle. */
class ForeignPagesTest {

    private static final String TOKEN = "k3ep-th1s-t0-y0urself-0123456789";

    private static final String JSON = "Content-Type: application/json";

    @RegisterExtension
    static final BundleExtension OPEN = BundleExtension.with("calls.control.host-names=calls.example.org");

    @RegisterExtension
    static final BundleExtension LOCKED = BundleExtension.with(
            "calls.control.token-file=" + TestKeys.make("EC").file("token", TOKEN + "\n"));

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.org", "evil.example.org:8081", "127.0.0.1.evil.example.org", "10.0.0.7", ""})
    void readsNothingUnderANameThatLeadsHere(String host) {
        for (String path : new String[] {"/escalations", "/observe/health", "/observe/health/live?data=true"}) {
            // when
            String reply = say(control(OPEN), "GET " + path, "Host: " + host);
            // then
            assertThat(reply).startsWith("HTTP/1.1 403 ").contains("calls.control.host-names");
        }
        assertThat(say(sandbox(), "GET /sandbox/calls", "Host: " + host)).startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8081",
                "localhost:1",
                "LOCALHOST",
                "[::1]:8081",
                "calls.example.org",
                "Calls.example.org:443"
            })
    void isNoReasonToRefuseOurOwnNames(String host) {
        assertThat(say(control(OPEN), "GET /escalations", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void isNoReasonToRefuseAProbeOrAScraper() {
        String liveness = "GET /observe/health/live";
        assertThat(say(control(OPEN), liveness, "Host: 10.0.0.7:8081")).startsWith("HTTP/1.1 200 ");
        assertThat(say(control(LOCKED), liveness, "Host: 10.0.0.7:8081")).startsWith("HTTP/1.1 200 ");
        assertThat(say(
                        control(LOCKED),
                        "GET /observe/health/ready",
                        "Host: calls.svc.cluster.local\r\nAuthorization: Bearer " + TOKEN))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example.org,403",
        "http://127.0.0.1:3000,403",
        "http://localhost:8081,403",
        "null,403",
        "not an origin,403",
        "http://127.0.0.1:8081,404",
        "https://calls.example.org,404"
    })
    void actsNotFromAnotherOrigin(String origin, int status) {
        // when
        String reply = say(
                control(OPEN),
                "POST /dead-letters/x/dismiss",
                "Host: 127.0.0.1:8081\r\n" + JSON + "\r\nOrigin: " + origin);
        // then
        assertThat(reply).startsWith("HTTP/1.1 " + status + " ");
        assertThat(say(sandbox(), "DELETE /sandbox/faults", "Host: 127.0.0.1\r\nOrigin: " + origin))
                .startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain,415",
        "text/plain; application/json,415",
        "multipart/form-data,415",
        "application/x-www-form-urlencoded,415",
        "application/jsonx,415",
        "'',415",
        "application/json,400",
        "Application/JSON; charset=utf-8,400"
    })
    void postsNothingButJson(String type, int status) {
        // given
        String body = "\r\nContent-Length: 2\r\nContent-Type: " + type;
        // when
        String reply = say(control(OPEN), "POST /calls/c/participants", "Host: 127.0.0.1" + body, "[]");
        // then
        assertThat(reply).startsWith("HTTP/1.1 " + status + " ");
        assertThat(say(sandbox(), "POST /sandbox/faults", "Host: 127.0.0.1" + body, "[]"))
                .startsWith("HTTP/1.1 " + status + " ");
        assertThat(say(
                        control(LOCKED),
                        "POST /calls/c/participants",
                        "Host: 127.0.0.1\r\nAuthorization: Bearer " + TOKEN + body,
                        "[]"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,Transfer-Encoding: chunked",
        "DELETE,Transfer-Encoding: chunked",
        "POST,Content-Length: 0",
        "POST,X: y"
    })
    void postsNothingThatDoesNotSayWhatItIs(String method, String header) {
        String body = header.contains("chunked") ? "0\r\n\r\n" : "";
        assertThat(say(control(OPEN), method + " /dead-letters/x/replay", "Host: 127.0.0.1\r\n" + header, body))
                .startsWith("HTTP/1.1 415 ")
                .endsWith("The body must be JSON, or empty. Send it with Content-Type: application/json.\n");
        assertThat(say(sandbox(), method + " /sandbox/calls", "Host: 127.0.0.1\r\n" + header, body))
                .startsWith("HTTP/1.1 415 ");
    }

    @Test
    void isAskedForNoTypeOfABodyThatIsNotThere() {
        assertThat(say(control(OPEN), "POST /dead-letters/x/dismiss", "Host: 127.0.0.1\r\n" + JSON))
                .startsWith("HTTP/1.1 404 ");
        assertThat(say(sandbox(), "DELETE /sandbox/faults", "Host: 127.0.0.1")).startsWith("HTTP/1.1 204 ");
    }

    private static URI control(BundleExtension bundle) {
        return bundle.bundle().control("/");
    }

    private static URI sandbox() {
        return URI.create(OPEN.bundle().sandbox().url());
    }

    private static String say(URI server, String what, String headers, String... body) {
        try (RawClient client = new RawClient(server)) {
            return client.say(
                            what + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n\r\n" + String.join("", body))
                    .reply();
        }
    }
}
