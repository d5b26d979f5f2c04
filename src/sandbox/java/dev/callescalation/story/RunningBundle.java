package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.Bundle;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.FileSet;
import dev.callescalation.check.Settings;
import dev.callescalation.sandbox.Form;
import dev.callescalation.sandbox.Sandbox;
import dev.callescalation.sandbox.SandboxSettings;
import dev.callescalation.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/**
 * The bundle of a folder as it runs, with the sandbox in the place of Graph, for stories and for tests in Java. It has
 * free ports and a store of its own that is gone afterwards, and the environment does not count: it cannot meet a
 * platform that runs on the same machine, nor the real Graph.
 */
public final class RunningBundle implements AutoCloseable {

    /** The bot's application id. */
    public static final String APP_ID = "8A34A46B-3D17-4ADC-8DCE-DC4E7D572698";

    /** Tenant of a call that names none. */
    public static final String TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";

    private static final String SECRET = "secret";
    private static final String PATH = "calls.webhook.path";
    private static final Pattern SECRETS =
            Pattern.compile("(?:\\{\\{secret:|(?=calls\\.lookup\\.))([\\w.-]+)(?:}}|(?<=\\.authorization)-file)");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One of these says which meeting; where the folder says none, the sandbox's is as good as any. */
    private static final List<String> MEETING = List.of(
            "calls.meeting.join-url",
            "calls.meeting.thread-id",
            "calls.meeting.join-meeting-id",
            "calls.meeting.token");

    private static final String SANDBOX_MEETING =
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_sandbox%40thread.v2/0"
                    + "?context=%7b%22Tid%22%3a%22" + TENANT
                    + "%22%2c%22Oid%22%3a%22aa100000-0000-4000-8000-000000000001%22%7d";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path temporary;
    private final Sandbox sandbox;
    private final OutsideEndpoints outside;
    private final Bundle bundle;
    private final int port = FreePort.next();
    private final int controlPort = FreePort.next();
    private final String webhook;

    private RunningBundle(Path folder, Map<String, String> settings, Map<String, Object> beans) throws Exception {
        bundle = new Bundle(folder, "dev");
        temporary = Files.createTempDirectory("call-escalation");
        sandbox = Sandbox.start(new SandboxSettings(0, APP_ID, SECRET, TENANT, null, Duration.ZERO, ""));
        outside = new OutsideEndpoints(sandbox.url());
        try {
            bundle.main().bind("outsideEndpoints", outside);
            bundle.main().addMainListener(new WithoutEnvironment());
            bundle.main().configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
            own(folder).forEach(this::set);
            settings.forEach(this::set);
            beans.forEach(bundle.main()::bind);
            bundle.main().start();
            webhook = "http://127.0.0.1:" + port
                    + bundle.main().getCamelContext().resolvePropertyPlaceholders("{{" + PATH + "}}");
            sandbox.webhook(webhook);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /**
     * Starts the bundle of a folder in profile dev. It takes a second or two, so tests share it: each call that is
     * placed is one for itself.
     *
     * @param folder   with routes/, templates/ and application.properties
     * @param settings what differs from the settings of the folder
     * @throws IllegalStateException saying why the bundle does not start
     */
    public static RunningBundle start(Path folder, Map<String, String> settings) {
        return start(folder, settings, Map.of());
    }

    /**
     * The same, with beans that the folder does not name.
     *
     * @param beans by name, for routes that ask for them, and for Camel, which looks there for strategies
     */
    public static RunningBundle start(Path folder, Map<String, String> settings, Map<String, Object> beans) {
        try {
            return new RunningBundle(folder, settings, beans);
        } catch (Exception e) {
            String why = Objects.toString(e.getMessage(), e.toString());
            Map<String, String> named = new TreeMap<>(settings);
            named.keySet().removeIf(key -> !why.contains(key));
            String with = named.isEmpty() ? "" : " with " + named;
            throw new IllegalStateException("The bundle does not start" + with + ": " + why, e);
        }
    }

    /** The environment is ignored from the first reading of the settings on; Camel itself ignores it only later. */
    private static final class WithoutEnvironment extends MainListenerSupport {

        @Override
        public void beforeInitialize(BaseMainSupport main) {
            PropertiesComponent properties =
                    (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        }
    }

    /** The settings that isolate it. They win over the folder and the environment. */
    private Map<String, String> own(Path folder) {
        String graph = sandbox.url();
        Map<String, String> own = new TreeMap<>(Map.of(
                "calls.graph.url", graph,
                "calls.login.url", graph,
                "calls.webhook.openid-url", graph + "/v1/.well-known/OpenIdConfiguration",
                "calls.webhook.issuers", "https://api.botframework.com",
                "calls.webhook.public-url", "http://127.0.0.1:" + port + "{{" + PATH + "}}",
                "calls.store.url", "jdbc:sqlite:" + temporary.resolve("store.db"),
                "calls.bot.app-id", APP_ID,
                "calls.bot.app-secret", SECRET,
                "calls.bot.tenant-id", TENANT));
        own.putAll(Map.of(
                "calls.editing.enabled", "false",
                "calls.sandbox.enabled", "false",
                "calls.sandbox.port", String.valueOf(sandbox.port()),
                "camel.server.host", "127.0.0.1",
                "camel.server.port", String.valueOf(port),
                "camel.management.host", "127.0.0.1",
                "camel.management.port", String.valueOf(controlPort),
                "calls.webhook.tls", "false",
                "calls.control.tls", "false",
                "calls.control.token", ""));
        // a reply that one story gives is not one of the next
        own.put("calls.lookup.cache-entries", "0");
        for (String empty : List.of(
                "calls.bot.certificate-file",
                "calls.bot.key-file",
                "calls.outbound.ca-file",
                "calls.webhook.tenants",
                "calls.store.user",
                "calls.store.password")) {
            own.put(empty, "");
        }
        FileSet files = new BundleFolder(folder, "dev", new Properties()).read();
        secrets(files).forEach(secret -> own.put(Secrets.file(secret), ""));
        // the environment of a platform names its store and its partners, and Camel lets it win over everything
        own.put("camel.component.properties.environment-variable-mode", "0");
        own.put("camel.component.properties.system-properties-mode", "0");
        if (!saysWhichMeeting(files)) {
            own.put("calls.meeting.join-url", SANDBOX_MEETING);
        }
        return own;
    }

    /** Those of the bundle, and those that routes read. Their files are where the bundle runs. */
    private static Stream<String> secrets(FileSet files) {
        Stream<String> ofRoutes = files.all().stream()
                .flatMap(file -> SECRETS.matcher(file.text()).results())
                .map(found -> found.group(1));
        return Stream.concat(Secrets.ALL.stream(), ofRoutes);
    }

    private static boolean saysWhichMeeting(FileSet files) {
        Settings settings = new Settings(files, new Properties());
        return MEETING.stream()
                .anyMatch(key ->
                        !Objects.requireNonNullElse(settings.inFiles(key), "").isBlank());
    }

    private void set(String key, String value) {
        bundle.main().addOverrideProperty(key, value);
    }

    /** Lets routes finish what is under way, and ends. What Graph was asked can still be read. */
    void stop() {
        bundle.close();
    }

    @Override
    public void close() {
        stop();
        sandbox.close();
        try (Stream<Path> files = Files.walk(temporary)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The simulated Graph: it records its requests, and misbehaves on request. */
    public Sandbox sandbox() {
        return sandbox;
    }

    /**
     * Says how an endpoint of routes outside of the program replies for one call. Nothing is ever sent there; a step
     * that sends to an endpoint without an answer fails.
     *
     * @param answer as in {@code given.endpoints} of a story: {@code {"request": "POST https://…", "reply": {…}}}
     */
    public void answer(String scenarioId, String answer) {
        outside.answer(scenarioId, resolved(json("[" + answer + "]")).get(0));
    }

    /** A list of requests as in a story, with the settings of the bundle filled in. */
    JsonNode resolved(JsonNode requests) {
        JsonNode resolved = requests.deepCopy();
        for (JsonNode one : resolved) {
            String request = one.path("request").asText();
            ((ObjectNode) one).put("request", bundle.main().getCamelContext().resolvePropertyPlaceholders(request));
        }
        return resolved;
    }

    OutsideEndpoints outside() {
        return outside;
    }

    /** Where Graph posts. */
    public String webhook() {
        return webhook;
    }

    /**
     * Lets somebody call the bot. The sandbox plays Graph until the end of the call.
     *
     * @param form of the call
     * @param order   what {@code POST /sandbox/calls} takes besides: {@code {"tenantId": "…"}}, or {@code {}}
     * @throws IllegalArgumentException saying what the sandbox cannot read
     */
    public PlacedCall call(Form form, String order) {
        JsonNode json = json(order);
        if (!json.isObject()) {
            throw new IllegalArgumentException("The order of a call must be a JSON object.");
        }
        ((ObjectNode) json).put("form", form.word());
        HttpResponse<String> reply = send(HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox/calls"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.toString()))
                .build());
        if (reply.statusCode() != 202) {
            String why = json(reply.body()).path("error").asText(reply.body());
            throw new IllegalArgumentException("The sandbox answers " + reply.statusCode() + ": " + why);
        }
        JsonNode placed = json(reply.body());
        return new PlacedCall(
                this,
                form.prefix(RunningBundle.APP_ID),
                placed.path("scenarioId").asText(),
                placed.path("callId").asText());
    }

    /** Posts to the webhook, with a valid token, in the place of Graph. */
    public HttpResponse<String> notify(String query, String scenarioId, String tenantId, String body) {
        return send(HttpRequest.newBuilder(URI.create(webhook + query))
                .header("Authorization", "Bearer " + sandbox.webhookToken(tenantId))
                .header("Scenario-Id", scenarioId)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Asks the control port. */
    public HttpResponse<String> get(String controlPath) {
        return send(HttpRequest.newBuilder(control(controlPath)).build());
    }

    /** Posts JSON to the control port. */
    public HttpResponse<String> post(String controlPath, String body) {
        return send(HttpRequest.newBuilder(control(controlPath))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Address of the control port. */
    public URI control(String path) {
        return URI.create("http://127.0.0.1:" + controlPort + path);
    }

    /** @throws UncheckedIOException when there is no reply */
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

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
