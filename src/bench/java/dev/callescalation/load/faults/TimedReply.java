package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * What the bundle replies to a request of the run itself.
 *
 * @param status     0 when there is no reply within 15 s
 * @param retryAfter the header; empty for none
 * @param body       empty for none
 */
record TimedReply(int status, String retryAfter, String body, double millis) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** @param path on the control port */
    static TimedReply to(BundleProcess bundle, String path) throws InterruptedException {
        return to(HttpRequest.newBuilder(URI.create(bundle.controlUrl() + path)));
    }

    static TimedReply to(HttpRequest.Builder request) throws InterruptedException {
        long sent = System.nanoTime();
        try {
            HttpResponse<String> reply =
                    HTTP.send(request.timeout(LONGEST).build(), HttpResponse.BodyHandlers.ofString());
            return new TimedReply(
                    reply.statusCode(),
                    reply.headers().firstValue("Retry-After").orElse(""),
                    reply.body(),
                    since(sent));
        } catch (IOException none) {
            return new TimedReply(0, "", none.toString(), since(sent));
        }
    }

    private static double since(long sent) {
        return (System.nanoTime() - sent) / 1e6;
    }
}
