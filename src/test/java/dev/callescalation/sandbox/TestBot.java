package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The webhook of a bot. It keeps what it is told, by scenario, and replies 202 unless it has other orders. */
final class TestBot implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Semaphore OPEN = new Semaphore(Integer.MAX_VALUE / 2);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, BlockingQueue<Received>> received = new ConcurrentHashMap<>();
    private final Map<String, Queue<Integer>> orders = new ConcurrentHashMap<>();

    private volatile Semaphore gate = OPEN;

    TestBot() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/calls";
    }

    /** The next replies in this scenario; 302 sends the service to {@code /elsewhere}. */
    void replies(String scenarioId, Integer... statuses) {
        orders.computeIfAbsent(scenarioId, id -> new ConcurrentLinkedQueue<>()).addAll(List.of(statuses));
    }

    Received next(String scenarioId) {
        Received next;
        try {
            next = queue(scenarioId).poll(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(next)
                .as("a notification of scenario %s within 5 s", scenarioId)
                .isNotNull();
        return next;
    }

    /** From now on each notification waits for its acknowledgement until {@link #release()}, once for each. */
    void hold() {
        gate = new Semaphore(0);
    }

    void release() {
        gate.release();
    }

    void holdNothing() {
        gate = OPEN;
    }

    void skip(String scenarioId, int count) {
        for (int i = 0; i < count; i++) {
            next(scenarioId);
        }
    }

    int waiting(String scenarioId) {
        return queue(scenarioId).size();
    }

    private BlockingQueue<Received> queue(String scenarioId) {
        return received.computeIfAbsent(scenarioId, id -> new LinkedBlockingQueue<>());
    }

    private void receive(HttpExchange exchange) throws IOException {
        // Taken before a test can see the notification, and then hold the next one back.
        Semaphore mine = gate;
        String scenarioId = exchange.getRequestHeaders().getFirst("Scenario-Id");
        JsonNode body = MAPPER.readTree(exchange.getRequestBody());
        queue(scenarioId).add(new Received(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        mine.acquireUninterruptibly();
        Queue<Integer> ordered = orders.get(scenarioId);
        Integer status = ordered == null ? null : ordered.poll();
        exchange.getResponseHeaders().set("Location", url().replace("/api/calls", "/elsewhere"));
        exchange.sendResponseHeaders(status == null ? 202 : status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    record Received(String uri, Headers headers, JsonNode body) {

        JsonNode item() {
            return body.path("value").path(0);
        }

        JsonNode data() {
            return item().path("resourceData");
        }

        /** In short, such as "updated /app/calls/P established", with ids replaced by the given letters. */
        String inShort(Map<String, String> letters) {
            JsonNode item = item();
            String resource =
                    item.path("resourceUrl").asText(item.path("resource").asText());
            for (Map.Entry<String, String> letter : letters.entrySet()) {
                resource = resource.replace(letter.getKey(), letter.getValue());
            }
            String state = data().path("state").asText(data().path("status").asText());
            resource = resource.replaceAll("/operations/.*", "/operations/O");
            return (item.path("changeType").asText() + " " + resource + " " + state).trim();
        }
    }
}
