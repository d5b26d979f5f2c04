package dev.callescalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callescalation.coverage.RouteCoverage;
import dev.callescalation.sandbox.Sandbox;
import dev.callescalation.story.RunningBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.spi.EndpointStrategy;

/** The whole bundle as stories run it, with the store that the tests ask for. */
public final class TestBundle implements AutoCloseable {

    public static final String TENANT = RunningBundle.TENANT;
    public static final String APP_ID = RunningBundle.APP_ID;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningBundle running;

    private TestBundle(RunningBundle running) {
        this.running = running;
    }

    static TestBundle start(Map<String, String> settings) {
        return start(Path.of(""), settings);
    }

    /** @param folder with routes/, templates/ and the settings */
    public static TestBundle start(Path folder, Map<String, String> settings) {
        return start(folder, settings, folder.equals(Path.of("")));
    }

    /** A copy of the shipped folder in which each step is in its line still: the coverage of the routes counts it. */
    public static TestBundle startCopy(Path folder, Map<String, String> settings) {
        return start(folder, settings, true);
    }

    private static TestBundle start(Path folder, Map<String, String> settings, boolean shipped) {
        Map<String, String> all = new TreeMap<>(store());
        all.putAll(settings);
        Map<String, Object> beans = new TreeMap<>(shipped ? Map.of("routeCoverage", RouteCoverage.ALL) : Map.of());
        // the servers of a test are no less real than the sandbox
        EndpointStrategy asTheyAre = (uri, endpoint) -> endpoint;
        beans.put("outsideEndpoints", asTheyAre);
        return new TestBundle(RunningBundle.start(folder, all, beans));
    }

    /** The setting of a store for one more bundle. */
    public static Map<String, String> store() {
        return Map.of("calls.store.url", TestStore.newUrl());
    }

    @Override
    public void close() {
        running.close();
    }

    RunningBundle running() {
        return running;
    }

    public Sandbox sandbox() {
        return running.sandbox();
    }

    public String webhook() {
        return running.webhook();
    }

    /** A call that no other test knows. */
    public TestCall call(String prefix) {
        return new TestCall(this, prefix);
    }

    /** Posts to the webhook with a token of the sandbox. */
    public HttpResponse<String> notify(String query, String scenarioId, String body) {
        return running.notify(query, scenarioId, TENANT, body);
    }

    public HttpResponse<String> get(String controlPath) {
        return running.get(controlPath);
    }

    public HttpResponse<String> post(String controlPath, String body) {
        return running.post(controlPath, body);
    }

    public URI control(String path) {
        return running.control(path);
    }

    public HttpResponse<String> send(HttpRequest request) {
        return running.send(request);
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    /** A file of src/test/resources. */
    public static String resource(String name) {
        try (var stream = TestBundle.class.getResourceAsStream("/" + name)) {
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
