package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Speaks to a sandbox as a bot and as a person at a terminal. */
final class SandboxClient {

    static final String APP_ID = "b0b0b0b0-0000-4000-8000-00000000b0b0";
    static final String SECRET = "s3cret & more";
    static final String TENANT = "7c1d0000-0000-4000-8000-000000000001";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final String base;

    SandboxClient(Sandbox sandbox) {
        base = sandbox.url();
    }

    Placed place(String json) {
        Reply reply = send("POST", "/sandbox/calls", json, Map.of());
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return new Placed(
                reply.json().path("callId").asText(),
                reply.json().path("scenarioId").asText());
    }

    void fault(String json) {
        Reply reply = send("POST", "/sandbox/faults", json, Map.of());
        assertThat(reply.status()).as(reply.text()).isEqualTo(204);
    }

    Reply command(String method, String path, String json, String scenarioId) {
        return command(method, path, json, scenarioId, TENANT);
    }

    Reply command(String method, String path, String json, String scenarioId, String tenant) {
        return commandLater(method, path, json, scenarioId, tenant).join();
    }

    CompletableFuture<Reply> commandLater(String method, String path, String json, String scenarioId, String tenant) {
        String token = tokens.computeIfAbsent(tenant, this::fetchToken);
        Map<String, String> headers = scenarioId == null
                ? Map.of("Authorization", "Bearer " + token)
                : Map.of("Authorization", "Bearer " + token, "Scenario-Id", scenarioId);
        return http.sendAsync(request(method, path, json, headers), BodyHandlers.ofString())
                .thenApply(Reply::of);
    }

    Reply get(String path) {
        return send("GET", path, null, Map.of());
    }

    Reply send(String method, String path, String body, Map<String, String> headers) {
        try {
            return Reply.of(http.send(request(method, path, body, headers), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Reply token(String tenant, String form) {
        return send(
                "POST",
                "/" + tenant + "/oauth2/v2.0/token",
                form,
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    private String fetchToken(String tenant) {
        Reply reply = token(
                tenant,
                "grant_type=client_credentials&client_id=" + APP_ID
                        + "&client_secret=s3cret+%26+more&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("access_token").asText();
    }

    private HttpRequest request(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return request.build();
    }

    record Placed(String callId, String scenarioId) {}

    record Reply(int status, String location, String retryAfter, String text) {

        static Reply of(HttpResponse<String> response) {
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Location").orElse(null),
                    response.headers().firstValue("Retry-After").orElse(null),
                    response.body());
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String message() {
            return json().path("error").path("message").asText();
        }

        String code() {
            return json().path("error").path("code").asText();
        }

        String idInLocation() {
            return location.substring(location.lastIndexOf('/') + 1);
        }
    }
}
