package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.RecordedRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every story of scenarios/ in each dialect: scenarios/README.md. */
class ScenariosTest {

    private static final Map<Map<String, String>, TestBundle> BUNDLES = new java.util.HashMap<>();

    static Stream<Arguments> scenarios() {
        return BundleFiles.all(Path.of("scenarios"), ".scenario.yaml").stream()
                .flatMap(file -> Stream.of("communications", "app", "applications")
                        .map(dialect -> Arguments.of(
                                BundleFiles.yaml(file).path("description").asText(), dialect, file)));
    }

    @AfterAll
    static void stop() {
        BUNDLES.values().forEach(TestBundle::close);
    }

    @ParameterizedTest(name = "{0} ({1})")
    @MethodSource("scenarios")
    void endsAsTold(String description, String dialect, Path file) {
        JsonNode scenario = BundleFiles.yaml(file);
        TestBundle bundle = bundle(scenario.path("given").path("settings"));
        String scenarioId = UUID.randomUUID().toString();
        // when
        String callId = placeCall(bundle, dialect, scenarioId, scenario.path("given"));
        // then
        String phase = scenario.path("then").path("phase").asText();
        JsonNode commands = scenario.path("then").path("commands");
        await(description).until(() -> view(bundle, callId).path("phase").asText(), phase::equals);
        await(description).until(() -> bundle.sandbox().requests(scenarioId).size() >= commands.size());
        List<RecordedRequest> asked = bundle.sandbox().requests(scenarioId);
        assertThat(asked.stream().map(request -> named(request, view(bundle, callId))))
                .containsExactlyInAnyOrderElementsOf(expected(commands));
        assertThat(expected(commands)).containsSubsequence(decided(view(bundle, callId)));
        for (JsonNode command : commands) {
            assertThat(asked)
                    .as("a body with %s", command.path("body"))
                    .anyMatch(request -> command.path("request").asText().equals(named(request, view(bundle, callId)))
                            && holds(request.body(), command.path("body")));
        }
    }

    private static TestBundle bundle(JsonNode settings) {
        Map<String, String> map = new TreeMap<>();
        settings.properties()
                .forEach(setting -> map.put(setting.getKey(), setting.getValue().asText()));
        return BUNDLES.computeIfAbsent(map, TestBundle::start);
    }

    private static String placeCall(TestBundle bundle, String dialect, String scenarioId, JsonNode given) {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.put("dialect", dialect).put("scenario", scenarioId);
        if (given.has("faults")) {
            call.set("faults", given.get("faults"));
        }
        if (given.has("caller")) {
            call.set("caller", given.get("caller"));
        }
        HttpResponse<String> reply =
                bundle.send(HttpRequest.newBuilder(URI.create(bundle.sandbox().url() + "/sandbox/calls"))
                        .POST(HttpRequest.BodyPublishers.ofString(call.toString()))
                        .build());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(202);
        return TestBundle.json(reply.body()).path("callId").asText();
    }

    private static JsonNode view(TestBundle bundle, String callId) {
        HttpResponse<String> reply = bundle.get("/escalations/" + callId);
        return reply.statusCode() == 200 ? TestBundle.json(reply.body()) : TestBundle.json("{}");
    }

    private static List<String> expected(JsonNode commands) {
        List<String> expected = new ArrayList<>();
        commands.forEach(command -> expected.add(command.path("request").asText()));
        return expected;
    }

    /** What was decided on, in that order; commands of one decision leave together, in any order. */
    private static List<String> decided(JsonNode view) {
        List<String> decided = new ArrayList<>();
        view.path("steps")
                .forEach(step -> step.path("commands")
                        .forEach(command -> decided.add(named(
                                command.path("method").asText(),
                                command.path("path").asText(),
                                view))));
        return decided;
    }

    private static String named(RecordedRequest request, JsonNode view) {
        return named(request.method(), request.path(), view);
    }

    private static String named(String method, String fullPath, JsonNode view) {
        String path =
                fullPath.replaceFirst("^/(beta|v1\\.0)(/communications|/app|/applications/[^/]+)/calls", "{calls}");
        String caller = view.path("callerCall").path("id").asText("-");
        String meeting = view.path("meetingCall").path("id").asText("-");
        return method + " " + path.replace("{calls}/" + caller, "{caller}").replace("{calls}/" + meeting, "{meeting}");
    }

    /** Whether everything that is expected is there; arrays have to be of the same length. */
    private static boolean holds(JsonNode actual, JsonNode expected) {
        if (expected.isMissingNode()) {
            return true;
        }
        if (expected.isObject()) {
            return expected.properties().stream()
                    .allMatch(property -> actual != null && holds(actual.path(property.getKey()), property.getValue()));
        }
        if (expected.isArray()) {
            boolean same = actual != null && actual.isArray() && actual.size() == expected.size();
            for (int i = 0; same && i < expected.size(); i++) {
                same = holds(actual.get(i), expected.get(i));
            }
            return same;
        }
        return expected.equals(actual);
    }
}
