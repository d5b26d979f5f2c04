package dev.callescalation.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.secret.TestKeys;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the files of the operator's page are served. */
class PageTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.control.token-file=" + TestKeys.make("EC").file("token", "k3ep-th1s-t0-y0urself-0123456789\n"));

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/main.js", "/page/page.css", "/page/icon.svg"})
    void isServedWithoutAToken(String path) {
        // when
        HttpResponse<String> reply = send("GET", path, "");
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none';")
                        .endsWith("frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(reply.headers().firstValue("Cache-Control")).contains("no-cache");
        // when
        String tag = reply.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = send("GET", path, tag);
        // then
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(send("HEAD", path, "").headers().firstValue("ETag")).contains(tag);
        assertThat(send("POST", path, "").statusCode()).isEqualTo(401);
    }

    /** Behind a prefix the router would resolve dots. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page/../escalations",
                "/page/..%2fescalations",
                "/page/main.js/../../escalations",
                "/page/main.js%2f..%2f..%2fescalations",
                "//"
            })
    void isNoWayAroundTheToken(String path) {
        assertThat(send("GET", path, "").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/nothing.js", "/page/index.html", "/page/page"})
    void hasNoOtherFiles(String path) {
        assertThat(send("GET", path, "").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> send(String method, String path, String tag) {
        return BUNDLE.bundle()
                .send(HttpRequest.newBuilder(BUNDLE.bundle().control(path))
                        .method(method, BodyPublishers.noBody())
                        .header("If-None-Match", tag)
                        .build());
    }
}
