package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.secret.TestKeys;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the control port. */
class ControlTokenTest {

    /** Of letters that Camel would read something into. */
    private static final String TOKEN = "#k3ep-{{th1s}}-t0-y0ur{{self-0123456789";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.control.token-file=" + TestKeys.make("EC").file("token", "\uFEFF" + TOKEN + "\r\n\n"),
            "camel.beans.brokenCheck=#class:" + BrokenCheck.class.getName());

    private static final String READY = "/observe/health/ready";

    @RegisterExtension
    static final BundleExtension OPEN = BundleExtension.with();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/escalations",
                "/escalations/latest",
                "/escalations/latest/timeline",
                "/notifications/unmatched",
                "/calls/c/participants",
                "/observe/health",
                "/observe/health/ready?data=true",
                "/observe/health/ready/",
                "/observe/health/live?data=true",
                "/observe/health/live/",
                "/observe/health/live/../../../escalations",
                "//observe/health/live",
                "/observe/health/%6cive",
                "/nothing",
                "/page/",
                "/page/../escalations",
                "/page/%2e%2e/escalations",
                "/page/a/b",
                "//"
            })
    void isAskedForTheTokenWhateverHeAsks(String path) {
        for (String method : List.of("GET", "POST", "DELETE", "OPTIONS")) {
            // when
            HttpResponse<String> reply = send(method, path, null);
            // then
            assertThat(reply.statusCode()).as("%s %s", method, path).isEqualTo(401);
            assertThat(reply.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(reply.body()).isEmpty();
        }
    }

    @Test
    void leavesToAnybodyWhetherTheProgramIsReadyAndNotWhy() {
        assertThat(send("GET", READY, null).statusCode()).isEqualTo(200);
        assertThat(send("HEAD", READY, null).statusCode()).isEqualTo(200);
        try {
            // when
            BrokenCheck.broken = true;
            await().until(() -> send("GET", READY, null).statusCode() == 503);
            // then
            assertThat(send("GET", READY, null).body()).isEqualTo("{\"status\":\"DOWN\"}\n");
            assertThat(send("GET", READY, "Bearer " + TOKEN).body()).contains("for those with a token");
        } finally {
            BrokenCheck.broken = false;
        }
    }

    /** Something of the bundle that is broken at times. */
    public static final class BrokenCheck extends AbstractHealthCheck {

        private static volatile boolean broken;

        public BrokenCheck() {
            super("calls", "broken");
        }

        @Override
        protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
            result.message("for those with a token").state(broken ? State.DOWN : State.UP);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Bearer " + TOKEN + "x",
                "Bearer #k3ep-{{th1s}}-t0-y0ur{{self-012345678",
                "Bearer #K3EP-{{TH1S}}-T0-Y0UR{{SELF-0123456789",
                TOKEN,
                "Basic " + TOKEN
            })
    void isNotLetInWithAnythingElse(String authorization) {
        assertThat(send("GET", "/escalations", authorization).statusCode()).isEqualTo(401);
    }

    @Test
    void isNotLetInWithTwoTokens() {
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(BUNDLE.bundle().control("/escalations"))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Authorization", "Bearer x")
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(401);
    }

    @Test
    void isLetInWithTheToken() {
        assertThat(send("GET", "/escalations", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/escalations", "bearer " + TOKEN).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/observe/health", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
    }

    @Test
    void isToldWithoutAnythingWhetherTheProgramLives() {
        // when
        HttpResponse<String> reply = send("GET", "/observe/health/live", null);
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).contains("UP");
    }

    @Test
    void isAskedForNothingOnLoopbackWhereNoTokenIsSet() {
        assertThat(OPEN.bundle().get("/escalations").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> send(String method, String path, String authorization) {
        URI control = BUNDLE.bundle().control("/");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + control.getHost() + ":" + control.getPort() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.noBody());
        return BUNDLE.bundle()
                .send(
                        authorization == null
                                ? request.build()
                                : request.header("Authorization", authorization).build());
    }
}
