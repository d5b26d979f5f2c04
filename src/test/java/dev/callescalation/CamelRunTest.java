package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callescalation.story.FreePort;
import dev.callescalation.story.RunningBundle;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle inside a main that knows nothing of it, as that of {@code camel run} does. */
class CamelRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Main main = new Main();
    private final int port = FreePort.next();
    private final int controlPort = FreePort.next();
    private final int sandboxPort = FreePort.next();

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() {
        main.setDefaultPropertyPlaceholderLocation(
                "file:application-dev.properties;optional=true,file:application.properties");
        main.configure().withProfile("dev");
        set("camel.component.properties.environment-variable-mode", "0");
        set("camel.server.port", String.valueOf(port));
        set("camel.management.port", String.valueOf(controlPort));
        set("calls.sandbox.port", String.valueOf(sandboxPort));
        set("calls.sandbox.step-delay-ms", "0");
        set("calls.webhook.public-url", "http://127.0.0.1:" + port + "/api/calls");
        set("calls.store.url", "jdbc:sqlite:" + folder.resolve("store.db"));
        set("calls.bot.app-secret", "sandbox");
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    /** As camel run does with {@code --prop}. */
    private void set(String setting, String value) {
        main.addArgumentProperty(setting, value);
    }

    /** What the command line of docs/editing.md sets. */
    private void setAsPrinted() {
        Matcher set = Pattern.compile("--prop=(\\S+?)=(\\S+)").matcher(command());
        while (set.find()) {
            set(set.group(1), set.group(2));
        }
    }

    private static String command() {
        return BundleFiles.text(Documents.EDITING)
                .lines()
                .filter(line -> line.startsWith("camel run "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theArtifactsThatMavenInstallsAreNamed() {
        // given
        String pom = BundleFiles.text(Path.of("pom.xml"));
        Matcher artifact = Pattern.compile(
                        "<groupId>(\\S+)</groupId>\\s+<artifactId>(\\S+)</artifactId>\\s+<version>(\\S+)</version>")
                .matcher(pom);
        // when
        assertThat(artifact.find()).isTrue();
        // then
        for (String id : new String[] {artifact.group(2), "call-escalation-sandbox"}) {
            assertThat(pom).contains("<artifactId>" + id + "</artifactId>");
            assertThat(command()).contains(" --dep=" + artifact.group(1) + ":" + id + ":" + artifact.group(3) + " ");
        }
    }

    @Test
    void escalatesCallsOfEachFormAndTellsWhichVersionRuns() throws Exception {
        // given
        setAsPrinted();
        // when
        main.start();
        // then
        for (String form : new String[] {"app", "applications", "communications"}) {
            JsonNode placed = JSON.readTree(
                    send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandboxPort + "/sandbox/calls"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"form\":\"" + form + "\"}"))
                            .build()));
            URI escalation = URI.create("http://127.0.0.1:" + controlPort + "/escalations/"
                    + placed.path("callId").asText());
            Awaitility.await()
                    .ignoreExceptions()
                    .until(
                            () -> JSON.readTree(send(
                                            HttpRequest.newBuilder(escalation).build()))
                                    .path("phase")
                                    .asText(),
                            "escalated"::equals);
        }
        String bundle = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + "/bundle"))
                .build());
        assertThat(JSON.readTree(bundle).path("files").toString()).contains("routes/policy/choose-meeting.camel.yaml");
        // when
        main.stop();
        // then: SQLite removes its log when the store is closed
        assertThat(folder.resolve("store.db")).exists();
        assertThat(folder.resolve("store.db-wal")).doesNotExist();
        for (int closed : new int[] {port, controlPort, sandboxPort}) {
            assertThatThrownBy(() -> new Socket("127.0.0.1", closed).close()).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void servesRequestsWhileABalancerTakesNoticeOfTheEnd() throws Exception {
        // given
        setAsPrinted();
        set("calls.shutdown.drain-ms", "4000");
        main.start();
        HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/calls"))
                .build();
        HttpRequest ready = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + controlPort + "/observe/health/ready"))
                .build();
        // when
        Thread stopping = new Thread(main::stop);
        stopping.start();
        Awaitility.await().until(() -> send(ready).contains("about to stop"));
        // then
        HttpResponse<String> served = http.send(get, HttpResponse.BodyHandlers.ofString());
        assertThat(served.statusCode()).isEqualTo(405);
        assertThat(served.headers().firstValue("Connection")).contains("close");
        // and then the port is closed
        stopping.join();
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void doesNothingInsideTheProgram() throws Exception {
        // given
        try (RunningBundle bundle = RunningBundle.start(
                Path.of(""), Map.of("camel.main.main-listener-classes", CamelRun.class.getName()))) {
            // then: it has started as ever
            assertThat(bundle.get("/bundle").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesRoutesInTheCommandLine() {
        // given: those that the settings name
        set("camel.main.main-listener-classes", CamelRun.class.getName());
        // when
        assertThatThrownBy(main::start)
                // then
                .hasMessageContaining("add --prop=camel.main.routes-include-pattern=false");
    }

    @Test
    void looksAtTheSettingsBeforeAnythingStarts() {
        // given
        setAsPrinted();
        set("calls.bot.app-id", "nobody");
        // when, then
        assertThatThrownBy(main::start).hasMessageContaining("profile dev: ").hasMessageContaining("calls.bot.app-id");
    }

    @Test
    void asksForTheCamelThatTheProgramIsBuiltWith() {
        assertThat(new DefaultCamelContext().getVersion()).startsWith(CamelRun.CAMEL);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
