package dev.callescalation.control;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.TestBundle;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A browser that is told what changes. */
public final class Viewer implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Stream<String> body;

    /** @param headers names and values by turns */
    public Viewer(TestBundle bundle, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(bundle.control("/events"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<Stream<String>> reply = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/event-stream");
        body = reply.body();
        Thread reader = new Thread(() -> {
            try {
                body.forEach(lines::add);
            } catch (UncheckedIOException e) {
                lines.add("cut off");
            }
            ended.complete(null);
        });
        reader.setDaemon(true);
        reader.start();
    }

    /** What has come so far. */
    List<String> lines() {
        return lines;
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    List<JsonNode> events(String kind) {
        return events(kind, "");
    }

    /** Those with that text somewhere: to read them all again and again keeps the reader from reading on. */
    private List<JsonNode> events(String kind, String text) {
        List<String> now = List.copyOf(lines);
        return IntStream.range(0, now.size() - 1)
                .filter(i ->
                        now.get(i).equals("event: " + kind) && now.get(i + 1).contains(text))
                .mapToObj(i -> json(now.get(i + 1).substring("data: ".length())))
                .toList();
    }

    /** The first event of that kind with that value. */
    public JsonNode await(String kind, String field, String value) {
        return Awaitility.await()
                .until(
                        () -> events(kind, value).stream()
                                .filter(event -> event.path(field).asText().equals(value))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void close() {
        body.close();
    }
}
