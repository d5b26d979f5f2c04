package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of anything the webhook takes. */
class LimitsTest {

    private static final int LARGEST = 4000;

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.webhook.max-body-bytes=" + LARGEST,
            "calls.webhook.max-notifications=3",
            "calls.webhook.max-json-depth=12",
            "calls.webhook.max-header-bytes=6000",
            "calls.webhook.max-uri-bytes=1000");

    @EachPrefix
    void takesABodyOfTheLargestSizeAndNotOneByteMore(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        String body = "{\"value\":[" + call.incomingItem("{\"user\":{\"id\":\"u\"}}") + "]}";
        // when
        HttpResponse<String> tooLarge = post(padded(body, LARGEST + 1));
        // then
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.body()).isEmpty();
        assertThat(BUNDLE.bundle().get("/escalations/" + call.callerCallId()).statusCode())
                .isEqualTo(404);
        // when
        assertThat(post(padded(body, LARGEST)).statusCode()).isEqualTo(202);
        // then
        assertThat(call.phase()).isEqualTo("answering");
    }

    @Test
    void takesNoLargerBodyWhoseSizeIsNotTold() {
        // given
        byte[] body = padded("{\"value\":[]}", LARGEST + 1).getBytes(StandardCharsets.UTF_8);
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(request()
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(reply.body()).isEmpty();
    }

    @EachPrefix
    void takesSoManyNotificationsAndNotOneMore(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        String incoming = call.incomingItem("{\"user\":{\"id\":\"u\"}}");
        // when
        HttpResponse<String> tooMany = call.post("", incoming, "{}", "{}", "{}");
        // then
        assertThat(tooMany.statusCode()).isEqualTo(400);
        assertThat(tooMany.body()).isEqualTo("value must hold at most 3 notifications, not 4.\n");
        assertThat(BUNDLE.bundle().get("/escalations/" + call.callerCallId()).statusCode())
                .isEqualTo(404);
        // when
        call.tell(incoming, "{}", "{}");
        // then
        assertThat(call.phase()).isEqualTo("answering");
    }

    @Test
    void takesJsonOfTheDeepestNestingAndNotOneLevelMore() {
        // given
        String deepest = "{\"value\":" + "[".repeat(11) + "]".repeat(11) + "}";
        String deeper = "{\"value\":" + "[".repeat(12) + "]".repeat(12) + "}";
        // when, then
        assertThat(post(deepest).statusCode()).isEqualTo(202);
        assertThat(post(deeper).statusCode()).isEqualTo(400);
        assertThat(post(deeper).body()).startsWith("The body is nested too deep");
    }

    @Test
    void takesNoMoreHeadersThanThat() {
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(request()
                        .header("X-Long", "x".repeat(6000))
                        .POST(BodyPublishers.ofString("{}"))
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(431);
        // or the client's next request would go into a connection that is being closed
        assertThat(reply.headers().firstValue("Connection")).contains("close");
    }

    @Test
    void answersAPathThatCannotBeReadAndSaysNothingOfItInTheLog() {
        try (TestLog log = TestLog.ofEverything()) {
            for (String path : List.of("/%zz", "/api/calls/%", "/escalations/%u0000", "/%c")) {
                for (URI port : List.of(
                        URI.create(BUNDLE.bundle().webhook()), BUNDLE.bundle().control("/"))) {
                    try (RawClient client = new RawClient(port)) {
                        // when
                        client.say("GET " + path + " HTTP/1.1\r\nHost: bot\r\n\r\n");
                        // then
                        assertThat(client.status()).as(path).isEqualTo(400);
                    }
                }
            }
            assertThat(log.lines("")).noneMatch(line -> line.contains("Unhandled") || line.contains("xception"));
        }
    }

    @Test
    void takesNoLongerAddressThanThat() {
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(URI.create(BUNDLE.bundle().webhook() + "?" + "q".repeat(1000)))
                        .POST(BodyPublishers.ofString("{}"))
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(414);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=x",
                "Multipart/Form-Data; boundary=x",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                " Application/X-WWW-Form-Urlencoded; charset=utf-8"
            })
    void readsNoFormAndWritesNoneToTheDisk(String type) {
        // given
        String form = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\ntext\r\n--x--\r\n";
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(URI.create(BUNDLE.bundle().webhook()))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(form))
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(415);
        assertThat(reply.body()).isEmpty();
        assertThat(Path.of("file-uploads")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "Deflate", "br", "identity, gzip"})
    void readsNoCompressedBody(String encoding) {
        for (String port : List.of(
                BUNDLE.bundle().webhook(),
                BUNDLE.bundle().control("/calls/1/participants").toString())) {
            // when
            HttpResponse<String> reply = BUNDLE.bundle()
                    .send(HttpRequest.newBuilder(URI.create(port))
                            .header("Content-Type", "application/json")
                            .header("Content-Encoding", encoding)
                            .POST(BodyPublishers.ofString("{}"))
                            .build());
            // then
            assertThat(reply.statusCode()).as(port).isEqualTo(415);
        }
        assertThat(BUNDLE.bundle()
                        .send(request()
                                .header("Content-Encoding", "identity")
                                .POST(BodyPublishers.ofString("{\"value\":[]}"))
                                .build())
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3",
                "Content-Length: -1",
                "Content-Length: 0x2",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 2",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Content-Type\u0000: x",
                " Folded: x",
                "Expect: 200-ok"
            })
    void survivesHeadersThatContradictThemselves(String headers) {
        // given
        URI server = URI.create(BUNDLE.bundle().webhook());
        try (RawClient client = new RawClient(server)) {
            // when
            client.say(
                    "POST /api/calls HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n" + headers + "\r\n\r\n{}\r\n\r\n");
            // then: refused, or hung up on
            assertThat(client.status()).matches(status -> status == 0 || status >= 400 && status < 500);
        }
        assertThat(post("{\"value\":[]}").statusCode()).isEqualTo(202);
    }

    private static String padded(String json, int size) {
        return json + String.join("", Collections.nCopies(size - json.length(), " "));
    }

    private static HttpRequest.Builder request() {
        TestBundle bundle = BUNDLE.bundle();
        return HttpRequest.newBuilder(URI.create(bundle.webhook()))
                .header("Authorization", "Bearer " + bundle.sandbox().webhookToken(TestBundle.TENANT))
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> post(String body) {
        return BUNDLE.bundle()
                .send(request().POST(BodyPublishers.ofString(body)).build());
    }
}
