package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The newest commands on calls, of all scenarios. Reading is safe for any thread. */
final class RequestLog {

    private final Newest<RecordedRequest> requests;
    private final SandboxWatcher watcher;

    RequestLog(int most, SandboxWatcher watcher) {
        requests = new Newest<>(most);
        this.watcher = watcher;
    }

    void add(HttpServerRequest request, Scenario scenario, JsonNode body, String tenantId, Reply reply) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        headers.remove("authorization");
        int status = reply.status();
        String method = request.method().name();
        RecordedRequest recorded = new RecordedRequest(
                scenario.id(),
                method,
                request.path(),
                request.query(),
                Map.copyOf(headers),
                body,
                status,
                tenantId,
                reply.headers().get("Retry-After"));
        requests.add(recorded);
        scenario.commands().add(new Scenario.Received(Instant.now(), method, request.path(), status));
        watcher.received(recorded);
    }

    List<RecordedRequest> all() {
        return requests.list();
    }

    List<RecordedRequest> of(String scenarioId) {
        return requests.list().stream()
                .filter(request -> scenarioId.equals(request.scenarioId()))
                .toList();
    }
}
