package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.callescalation.BundleExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cap on requests that are worked on at once. */
@Timeout(120)
class InFlightTest {

    private static final CountDownLatch ASKED = new CountDownLatch(1);
    private static final CountDownLatch HELD = new CountDownLatch(1);
    /** A host of keys that keeps whoever asks waiting, and with him the request whose token he verifies. */
    private static final HttpServer KEYS = slowHost();

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.webhook.max-in-flight=1",
            "calls.webhook.openid-url=http://127.0.0.1:" + KEYS.getAddress().getPort());

    @AfterAll
    static void stop() {
        HELD.countDown();
        KEYS.stop(0);
    }

    @Test
    void sendsAwayForASecondWhoComesTooMany() throws Exception {
        // given
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(InFlightTest::post);
        ASKED.await();
        // when
        HttpResponse<String> second = post();
        // then
        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("Retry-After")).contains("1");
        assertThat(second.body()).isEmpty();
        assertThat(BUNDLE.bundle().get("/escalations").statusCode()).isEqualTo(200);
        // when
        HELD.countDown();
        first.join();
        // then: there is room again, though no keys yet to tell who may come in
        await().until(() -> post().headers().firstValue("Retry-After").isEmpty());
    }

    private static HttpResponse<String> post() {
        return BUNDLE.bundle().notify("", "s", "{}");
    }

    private static HttpServer slowHost() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                ASKED.countDown();
                try {
                    HELD.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.sendResponseHeaders(503, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
