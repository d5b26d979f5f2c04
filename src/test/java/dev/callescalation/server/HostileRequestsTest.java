package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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

    @EachPrefix
    void showTheTokenInAHeaderAndNowhereElse(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        String token = "Bearer " + BUNDLE.bundle().sandbox().webhookToken(TestBundle.TENANT);
        String incoming = "{\"value\":[" + call.incomingItem("{\"user\":{\"id\":\"u\"}}") + "]}";
        for (String name : List.of("Authorization", "authorization", "AUTHORIZATION")) {
            // when
            HttpResponse<String> reply = post("?" + name + "=" + token.replace(" ", "%20"), incoming);
            // then
            assertThat(reply.statusCode()).isEqualTo(401);
        }
        // when: it does not spoil the one in the header
        HttpResponse<String> reply =
                post("?Authorization=x&Content-Type=text/plain&Scenario-Id=x", incoming, "Authorization", token);
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(call.phase()).isEqualTo("answering");
    }

    @EachPrefix
    void nameTheScenarioInAHeaderAndTheEscalationInTheAddress(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        TestCall other = BUNDLE.call(prefix);
        call.tell(call.incomingItem("{\"user\":{\"id\":\"u\"}}"));
        String token = "Bearer " + BUNDLE.bundle().sandbox().webhookToken(TestBundle.TENANT);
        String id = TestBundle.json(BUNDLE.bundle()
                        .get("/escalations/" + call.callerCallId())
                        .body())
                .path("id")
                .asText();
        // when
        HttpResponse<String> reply = post(
                "?Scenario-Id=evil",
                "{\"value\":[" + other.incomingItem("{\"user\":{\"id\":\"u\"}}") + "]}",
                "Authorization",
                token,
                "escalation",
                id);
        // then: it has an escalation of its own, of no scenario
        assertThat(reply.statusCode()).isEqualTo(202);
        JsonNode began = TestBundle.json(
                BUNDLE.bundle().get("/escalations/" + other.callerCallId()).body());
        assertThat(began.path("id").asText()).isNotEmpty().isNotEqualTo(id);
        assertThat(began.path("scenarioId").asText()).isEmpty();
    }

    @EachPrefix
    void askForWhatThePathNames(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        call.tell(call.incomingItem("{\"user\":{\"id\":\"u\"}}"));
        URI address = BUNDLE.bundle().control("/escalations/" + call.callerCallId() + "?id=latest");
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(address).header("id", "latest").build());
        // then
        assertThat(TestBundle.json(reply.body()).at("/callerCall/id").asText()).isEqualTo(call.callerCallId());
    }

    @Test
    void filterByTheAddressAndNotByAHeader() {
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(BUNDLE.bundle().control("/dead-letters"))
                        .header("state", "nonsense")
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(BUNDLE.bundle().get("/dead-letters?state=nonsense").statusCode())
                .isEqualTo(400);
        assertThat(BUNDLE.bundle().get("/dead-letters?STATE=open").statusCode()).isEqualTo(200);
    }

    @Test
    void areRefusedWhenTheirQueryCannotBeRead() {
        for (URI port :
                List.of(URI.create(BUNDLE.bundle().webhook()), BUNDLE.bundle().control("/escalations"))) {
            try (RawClient client = new RawClient(port)) {
                client.say("GET " + port.getPath() + "?a=%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
                assertThat(client.status()).isEqualTo(400);
            }
        }
    }

    private static HttpResponse<String> post(String query, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(BUNDLE.bundle().webhook() + query))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return BUNDLE.bundle()
                .send(
                        headers.length == 0
                                ? request.build()
                                : request.headers(headers).build());
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
