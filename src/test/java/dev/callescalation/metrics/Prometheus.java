package dev.callescalation.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.Programs;
import dev.callescalation.TestBundle;
import dev.callescalation.story.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes a bundle, and promtool. */
final class Prometheus implements AutoCloseable {

    private static final int SECONDS_TO_END = 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.next();
    private final Process process;

    /** @param folder for its configuration and its data */
    Prometheus(Path folder, URI scraped) throws IOException {
        Path configuration = folder.resolve("prometheus.yaml");
        Files.writeString(configuration, """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: call-escalation
                    metrics_path: %s
                    static_configs: [{targets: ["%s"]}]
                """.formatted(
                Path.of("ops/prometheus/rules.yaml").toAbsolutePath(), scraped.getPath(), scraped.getAuthority()));
        process = new ProcessBuilder(
                        Programs.find("prometheus").orElseThrow().toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    /** What promtool prints; it must end with 0. */
    static String promtool(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Programs.find("promtool").orElseThrow().toString()));
        command.addAll(List.of(arguments));
        Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
        promtool.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        promtool.getOutputStream().close();
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(output).isZero();
        return output;
    }

    /** The samples of an expression at this moment. */
    JsonNode query(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("data")
                .path("result");
    }

    /** Empty while it is not ready. */
    JsonNode get(String path) {
        try {
            HttpResponse<String> reply = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return TestBundle.json(reply.statusCode() == 200 ? reply.body() : "{}");
        } catch (IOException e) {
            return TestBundle.json("{}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
