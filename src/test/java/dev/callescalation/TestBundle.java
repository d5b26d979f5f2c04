package dev.callescalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callescalation.coverage.RouteCoverage;
import dev.callescalation.sandbox.Sandbox;
import dev.callescalation.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The whole bundle on free ports, as profile dev runs it, and a sandbox that records what Graph is asked to do. */
public final class TestBundle implements AutoCloseable {

    public static final String TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    public static final String APP_ID = "8A34A46B-3D17-4ADC-8DCE-DC4E7D572698";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Sandbox sandbox;
    private final Bundle bundle;
    private final int port = freePort();
    private final int controlPort = freePort();

    private TestBundle(Path folder, Map<String, String> settings) throws Exception {
        sandbox = Sandbox.start(new SandboxSettings(0, APP_ID, "secret", TENANT, null, Duration.ZERO, ""));
        sandbox.webhook(webhook());
        bundle = new Bundle(folder, "dev");
        set("calls.editing.enabled", "false");
        set("calls.sandbox.enabled", "false");
        set("calls.sandbox.port", String.valueOf(sandbox.port()));
        set("calls.store.url", TestStore.newUrl());
        set("calls.bot.app-id", APP_ID);
        set("calls.bot.app-secret", "secret");
        set("calls.bot.tenant-id", TENANT);
        set("camel.server.port", String.valueOf(port));
        set("camel.management.port", String.valueOf(controlPort));
        settings.forEach(this::set);
        if (folder.equals(Path.of(""))) {
            bundle.main().bind("routeCoverage", RouteCoverage.ALL);
        }
        bundle.main().start();
    }

    static TestBundle start(Map<String, String> settings) {
        return start(Path.of(""), settings);
    }

    /** @param folder with routes/, templates/ and the settings */
    public static TestBundle start(Path folder, Map<String, String> settings) {
        try {
            return new TestBundle(folder, settings);
        } catch (Exception e) {
            throw new IllegalStateException("The bundle does not start with " + settings, e);
        }
    }

    private void set(String key, String value) {
        bundle.main().addOverrideProperty(key, value);
    }

    @Override
    public void close() {
        bundle.close();
        sandbox.close();
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public String webhook() {
        return "http://127.0.0.1:" + port + "/api/calls";
    }

    /** A call that no other test knows. */
    public TestCall call(String prefix) {
        return new TestCall(this, prefix);
    }

    /** Posts to the webhook with a token of the sandbox. */
    public HttpResponse<String> notify(String query, String scenarioId, String body) {
        return send(HttpRequest.newBuilder(URI.create(webhook() + query))
                .header("Authorization", "Bearer " + sandbox.webhookToken(TENANT))
                .header("Scenario-Id", scenarioId)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public HttpResponse<String> get(String controlPath) {
        return send(HttpRequest.newBuilder(control(controlPath)).build());
    }

    public HttpResponse<String> post(String controlPath, String body) {
        return send(HttpRequest.newBuilder(control(controlPath))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public URI control(String path) {
        return URI.create("http://127.0.0.1:" + controlPort + path);
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
