package dev.callescalation;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.callescalation.routes.MeetingBook;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/control-api.yaml says what the control port answers. */
class ControlApiDocumentTest {

    private static final JsonNode API = BundleFiles.yaml(Path.of("docs/control-api.yaml"));

    /** What is served besides routes. */
    private static final List<String> NO_ROUTES = List.of("POST /session", "DELETE /session", "GET /events");

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(MeetingBook.SETTINGS);

    @Test
    void namesEveryPathOfTheControlPortAndNoOther() {
        Set<String> served = new TreeSet<>(NO_ROUTES);
        for (Path file : BundleFiles.routes()) {
            BundleFiles.yaml(file).forEach(entry -> {
                JsonNode parameters = entry.at("/route/from/parameters");
                if (parameters.path("platformHttpEngine").asText().equals("#controlEngine")) {
                    served.add(parameters.path("httpMethodRestrict").asText() + " "
                            + parameters.path("path").asText());
                }
            });
        }
        assertThat(operations()).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void namesNothingThatIsNotThere() {
        for (String operation : operations()) {
            String[] parts = operation.replaceAll("\\{\\w+}", "x").split(" ");
            if (parts[1].equals("/events")) {
                continue; // its reply has no end
            }
            HttpResponse<String> reply = send(parts[0], parts[1], "");
            assertThat(reply.statusCode()).as(operation).isNotEqualTo(405).isLessThan(500);
            assertThat(reply.body()).as(operation).doesNotContain("Resource not found");
        }
    }

    @Test
    void describesTheRepliesAsTheyAre() {
        // given
        TestCall call = BUNDLE.call("/communications").incoming().awaitOperation("answer", "completed");
        String open = call.callerIs("established").deadLetter().path("id").asText();
        TestCall other = BUNDLE.call("/app").incoming().awaitOperation("answer", "completed");
        String replayed = other.callerIs("established").deadLetter().path("id").asText();
        MeetingBook.mend(other.scenarioId());
        TestCall moved = BUNDLE.call("/communications").incoming().awaitOperation("answer", "completed");
        MeetingBook.mend(moved.scenarioId());
        moved.callerIs("established").awaitOperation("join", "completed");
        // then
        for (String path : List.of(
                "/session",
                "/escalations",
                "/escalations?state=attention",
                "/escalations?limit=1",
                "/dead-letters?limit=1",
                "/dead-letters/groups",
                "/notifications/unmatched",
                "/phases",
                "/nodes",
                "/bundle")) {
            holds("GET", path.replaceFirst("\\?.*", ""), path, "");
        }
        holds("GET", "/escalations/{id}", "/escalations/" + call.escalationId(), "");
        holds("GET", "/escalations/{id}", "/escalations/" + moved.escalationId(), "");
        holds("GET", "/dead-letters/{id}", "/dead-letters/" + open, "");
        holds("POST", "/dead-letters/{id}/replay", "/dead-letters/" + replayed + "/replay", "{\"reason\":\"mended\"}");
        holds("GET", "/escalations/{id}", "/escalations/" + other.escalationId(), "");
        String action = "{\"action\":\"dismiss\",\"ids\":[\"" + open + "\",\"x\"]}";
        JsonNode begun = holds("POST", "/dead-letters/actions", "/dead-letters/actions", action);
        String progress = "/dead-letters/actions/" + begun.path("id").asText();
        holds("GET", "/dead-letters/actions/{id}", progress, "");
        holds(
                "POST",
                "/calls/{callId}/participants",
                "/calls/" + moved.callerCallId() + "/participants",
                "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"550fae72-d251-43ec-868c-373732c2704f\"}}}]}");
    }

    private static JsonNode holds(String method, String documented, String path, String body) {
        HttpResponse<String> reply = send(method, path, body);
        String place = "/paths/" + documented.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT);
        JsonNode schema = API.at(place + "/responses/" + reply.statusCode() + "/content/application~1json/schema");
        assertThat(schema.isObject())
                .as("%s %s %s", method, path, reply.statusCode())
                .isTrue();
        ObjectNode whole = schema.deepCopy();
        whole.set("components", API.path("components"));
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(whole)
                        .validate(json(reply.body())))
                .as("%s %s %s", method, path, reply.body())
                .isEmpty();
        return json(reply.body());
    }

    private static List<String> operations() {
        List<String> operations = new ArrayList<>();
        API.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(BUNDLE.bundle().control(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return BUNDLE.bundle()
                .send(
                        body.isEmpty()
                                ? request.build()
                                : request.header("Content-Type", "application/json")
                                        .build());
    }
}
