package dev.callescalation.server;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.secret.TestKeys;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in to the control port by a token, and what each token may do. */
class SessionTest {

    private static final String TOKEN = "0perat0r-0perat0r-0perat0r-0";
    private static final String VIEWER = "v1ewer-v1ewer-v1ewer-v1ewer-1";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.control.token-file=" + TestKeys.make("EC").file("token", TOKEN),
            "calls.control.viewer-token-file=" + TestKeys.make("EC").file("viewer", VIEWER),
            "calls.control.user-header=X-Forwarded-User");

    /** One of its own: it answers nobody for a minute. */
    @RegisterExtension
    static final BundleExtension GUESSED = BundleExtension.with(
            "calls.control.token-file=" + TestKeys.make("EC").file("token", TOKEN));

    @RegisterExtension
    static final BundleExtension OPEN = BundleExtension.with();

    @Test
    void isForTheBrowserThatShowedTheToken() {
        // when
        HttpResponse<String> reply = signIn(TOKEN);
        // then
        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("session=[\\w-]{43}; Path=/; HTTPOnly; SameSite=Strict");
        JsonNode session = json(get(cookie(reply)).body());
        assertThat(session.path("user").asText()).isEqualTo("operator");
        assertThat(session.path("role").asText()).isEqualTo("operator");
        assertThat(session.path("signedIn").asBoolean()).isTrue();
        assertThat(session.path("sandbox").isBoolean()).isTrue();
        assertThat(session.path("version").asText()).isNotEmpty();
        assertThat(session.path("node").asText()).hasSize(36);
    }

    @Test
    void isOverWhenItIsEnded() {
        // given
        String cookie = cookie(signIn(TOKEN));
        // when
        HttpResponse<String> reply = send("DELETE", "/session", "Cookie", cookie, "Origin", origin());
        // then
        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(get(cookie).statusCode()).isEqualTo(401);
        assertThat(json(get(cookie).body()).path("error").asText()).isNotEmpty();
    }

    /** Session fixation: an id that somebody else has chosen never becomes a session. */
    @Test
    void neverHasAnIdThatTheBrowserBrought() {
        // given
        String before = cookie(signIn(VIEWER));
        // when
        HttpResponse<String> reply =
                send("POST", "/session", "Cookie", before, "Origin", origin(), "body", "{\"token\":\"" + TOKEN + "\"}");
        // then
        assertThat(cookie(reply)).isNotEqualTo(before);
        assertThat(get(before).statusCode()).isEqualTo(401);
        assertThat(get("session=chosen-by-somebody-else").statusCode()).isEqualTo(401);
    }

    @Test
    void actsOnlyFromThePageOfThisPort() {
        String cookie = cookie(signIn(TOKEN));
        String act = "/dead-letters/x/dismiss";
        assertThat(send("POST", act, "Cookie", cookie).statusCode()).isEqualTo(403);
        assertThat(send("POST", act, "Cookie", cookie, "Origin", "http://127.0.0.1:1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", act, "Cookie", cookie, "Origin", origin()).statusCode())
                .isEqualTo(404);
        assertThat(send("POST", act, "Authorization", "Bearer " + TOKEN).statusCode())
                .isEqualTo(404);
    }

    @Test
    void doesNotCountBesideAWrongToken() {
        assertThat(send("GET", "/session", "Cookie", cookie(signIn(TOKEN)), "Authorization", "Bearer x")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "QUERY"})
    void ofAViewerIsForReading(String method) {
        String cookie = cookie(signIn(VIEWER));
        for (String path : List.of("/dead-letters/x/dismiss", "/calls/c/participants", "/escalations", "/")) {
            for (HttpResponse<String> reply : List.of(
                    send(method, path, "Cookie", cookie, "Origin", origin()),
                    send(method, path, "Authorization", "Bearer " + VIEWER),
                    send(method, path, "Authorization", "Bearer " + VIEWER, "X-HTTP-Method-Override", "POST"))) {
                assertThat(reply.statusCode()).as("%s %s", method, path).isEqualTo(403);
            }
        }
    }

    @Test
    void ofAViewerActsByNoHeaderOfItsOwn() {
        HttpResponse<String> reply = send(
                "GET",
                "/dead-letters/x/dismiss?_method=POST",
                "Authorization",
                "Bearer " + VIEWER,
                "X-HTTP-Method-Override",
                "POST");
        assertThat(reply.statusCode()).isEqualTo(405);
        JsonNode session = json(send(
                        "GET",
                        "/session?role=operator&CamelVertxPlatformHttpAuthenticatedUser=x",
                        "Authorization",
                        "Bearer " + VIEWER,
                        "CamelVertxPlatformHttpAuthenticatedUser",
                        "x",
                        "role",
                        "operator")
                .body());
        assertThat(session.path("role").asText()).isEqualTo("viewer");
        assertThat(session.path("user").asText()).isEqualTo("viewer");
    }

    @Test
    void namesTheUserAsTheProxyDoes() {
        assertThat(user("ada")).isEqualTo("ada");
        assertThat(user(" ")).isEqualTo("operator");
        assertThat(user("a".repeat(1000))).hasSize(100);
    }

    @Test
    void isRefusedForAMinuteAfterTenWrongTokens() {
        for (int i = 0; i < 10; i++) {
            assertThat(signIn(GUESSED, "wrong").statusCode()).isEqualTo(401);
        }
        HttpResponse<String> reply = signIn(GUESSED, TOKEN);
        assertThat(reply.statusCode()).isEqualTo(429);
        assertThat(reply.headers().firstValue("Retry-After")).contains("60");
        assertThat(reply.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "7", "null", "{}", "{\"token\":null}", "{\"token\":7}", "{\"token\":{}}"})
    void isNotBegunByAnythingElse(String body) {
        assertThat(send("POST", "/session", "body", body).statusCode()).isEqualTo(400);
    }

    @Test
    void isNotBegunByAHugeBody() {
        assertThat(send("POST", "/session", "body", "{\"token\":\"" + "x".repeat(9_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void isNotNeededWhereNoTokenIsSet() {
        JsonNode session = json(OPEN.bundle().get("/session").body());
        assertThat(session.path("role").asText()).isEqualTo("operator");
        assertThat(session.path("signedIn").asBoolean()).isFalse();
    }

    private static String user(String header) {
        return json(send("GET", "/session", "Authorization", "Bearer " + TOKEN, "X-Forwarded-User", header)
                        .body())
                .path("user")
                .asText();
    }

    private static HttpResponse<String> signIn(String token) {
        return signIn(BUNDLE, token);
    }

    private static HttpResponse<String> signIn(BundleExtension where, String token) {
        return where.bundle()
                .send(HttpRequest.newBuilder(where.bundle().control("/session"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                        .build());
    }

    private static String cookie(HttpResponse<String> reply) {
        return reply.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private static HttpResponse<String> get(String cookie) {
        return send("GET", "/session", "Cookie", cookie);
    }

    private static String origin() {
        URI control = BUNDLE.bundle().control("/");
        return "http://" + control.getHost() + ":" + control.getPort();
    }

    /** @param headers names and values in turn; {@code body} is none */
    private static HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("body")) {
                request.method(method, HttpRequest.BodyPublishers.ofString(headers[i + 1]));
            } else {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return BUNDLE.bundle().send(request.build());
    }
}
