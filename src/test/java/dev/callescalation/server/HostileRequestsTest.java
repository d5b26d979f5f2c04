package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Headers and query parameters that would like to decide where the bundle sends what. */
class HostileRequestsTest {

    private static final List<String> HEADERS = List.of(
            "CamelHttpUri: http://127.0.0.1:%d/uri",
            "CamelHttpUrl: http://127.0.0.1:%d/url",
            "CamelHttpPath: /evil-path",
            "CamelHttpQuery: evil=query",
            "CamelHttpRawQuery: evil=query",
            "CamelHttpMethod: DELETE",
            "CamelHttpHost: 127.0.0.1:%d",
            "CamelHttpResponseCode: 299",
            "CamelDestinationOverrideUrl: http://127.0.0.1:%d",
            "camelhttpuri: http://127.0.0.1:%d/lower-case",
            "X-Forwarded-Host: evil.example.org",
            "X-Forwarded-Proto: evil",
            "X-Forwarded-For: 203.0.113.1",
            "Forwarded: host=evil.example.org",
            "X-Original-URL: /evil",
            "X-HTTP-Method-Override: DELETE",
            "Location: http://127.0.0.1:%d/location",
            "Client-Request-Id: evil",
            "Cookie: evil=1",
            "Set-Cookie: evil=1",
            "Origin: https://evil.example.org",
            "Access-Control-Request-Method: evil");

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with("calls.meeting.subject=Hostile");

    @EachPrefix
    void decideNothingAndDoNotComeBack(String prefix) throws IOException {
        try (ServerSocket trap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given
            TestCall call = BUNDLE.call(prefix);
            String body = "{\"value\":[" + call.incomingItem("{\"user\":{\"id\":\"u\"}}") + "]}";
            String headers = HEADERS.stream()
                    .map(header -> header.formatted(trap.getLocalPort()))
                    .collect(Collectors.joining("\r\n"));
            String query = HEADERS.stream()
                    .map(header -> header.formatted(trap.getLocalPort())
                            .replaceFirst(": ", "=")
                            .replaceAll("[^=\\w./-]", ""))
                    .collect(Collectors.joining("&", "?", ""));
            try (RawClient client = new RawClient(URI.create(BUNDLE.bundle().webhook()))) {
                // when
                String reply = client.say("POST /api/calls" + query + " HTTP/1.1\r\nHost: evil.example.org\r\n"
                                + "Connection: close\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                + BUNDLE.bundle().sandbox().webhookToken(TestBundle.TENANT) + "\r\nScenario-Id: "
                                + call.scenarioId() + "\r\n" + headers + "\r\nContent-Length: "
                                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body)
                        .reply();
                // then: nothing comes back
                assertThat(reply).startsWith("HTTP/1.1 202 ");
                assertThat(reply.toLowerCase(Locale.ROOT)).doesNotContain("evil", "camel", "127.0.0.1", "cookie");
            }
            // then: nothing goes on
            RecordedRequest answer = call.request("POST", call.calls() + "/" + call.callerCallId() + "/answer");
            assertThat(answer.query()).isNull();
            assertThat(answer.headers().toString().toLowerCase(Locale.ROOT))
                    .doesNotContain("evil", "camel", "forwarded", "cookie", "location", "203.0.113.1");
            assertThat(answer.body().toString()).doesNotContain("evil");
            trap.setSoTimeout(1);
            assertThat(isCalled(trap)).isFalse();
        }
    }

    private static boolean isCalled(ServerSocket trap) throws IOException {
        try {
            trap.accept().close();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }
}
