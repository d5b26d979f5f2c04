package dev.callescalation.routes.operators;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.routes.MeetingBook;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody does with dead letters, one or many, and what the journal says of it. */
class ActionsTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(MeetingBook.SETTINGS);

    @EachPrefix
    void ofOneDeadLetterSayWhoAndWhy(String prefix) {
        // given
        TestCall replayed = parked(prefix);
        TestCall dismissed = parked(prefix);
        MeetingBook.mend(replayed.scenarioId());
        // when
        HttpResponse<String> replay = act(replayed, "replay", "{\"reason\":\" the book\\n is\\u0000mended \"}");
        HttpResponse<String> dismissal = act(dismissed, "dismiss", "{\"reason\":\"\"}");
        // then
        assertThat(replay.statusCode()).isEqualTo(200);
        JsonNode step = operatorStep(replayed);
        assertThat(step.path("what").asText()).isEqualTo("replayed by operator because the book is mended");
        assertThat(step.path("by").asText()).isEqualTo("operator");
        assertThat(step.path("reason").asText()).isEqualTo("the book is mended");
        assertThat(step.path("outcome").asText()).isEqualTo("replayed");
        replayed.awaitOperation("join", "completed");
        assertThat(dismissal.statusCode()).isEqualTo(200);
        assertThat(operatorStep(dismissed).path("what").asText()).isEqualTo("dismissed by operator");
        assertThat(dismissed.awaitPhase("answering").operations()).containsExactly("answer");
        assertThat(BUNDLE.bundle()
                        .get("/escalations/" + dismissed.escalationId() + "/timeline")
                        .body())
                .contains("dismissed by operator");
    }

    @EachPrefix
    void sayWhenAReplayHasComeToNothing(String prefix) {
        // given
        TestCall call = parked(prefix);
        // when
        HttpResponse<String> reply = act(call, "replay", "");
        // then
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(operatorStep(call).path("outcome").asText()).isEqualTo("failed");
    }

    @EachPrefix
    void ofManyDeadLettersTellWhatHasBecomeOfEach(String prefix) {
        // given
        TestCall well = parked(prefix);
        TestCall broken = parked(prefix);
        TestCall closed = parked(prefix);
        String closedId = id(closed);
        act(closed, "dismiss", "");
        MeetingBook.mend(well.scenarioId());
        // when
        JsonNode done = run("{\"action\":\"replay\",\"reason\":\"mended\",\"ids\":[\"" + id(well) + "\",\"" + id(broken)
                + "\",\"" + closedId + "\",\"x\",\"x\"]}");
        // then
        assertThat(done.path("action").asText()).isEqualTo("replay");
        assertThat(done.path("total").asInt()).isEqualTo(4);
        assertThat(done.path("done").asInt()).isEqualTo(4);
        assertThat(done.path("failed").asInt()).isEqualTo(2);
        assertThat(done.path("results"))
                .extracting(result -> result.path("result").asText())
                .containsExactly("replayed", "failed", "closed already", "failed");
        assertThat(done.at("/results/1/error").asText()).startsWith("It could not be decided on again");
        assertThat(operatorStep(well).path("reason").asText()).isEqualTo("mended");
        well.awaitOperation("join", "completed");
    }

    @Test
    void areDoneForAWholeGroup() {
        // given
        TestCall one = parked("/app");
        TestCall other = parked("/communications");
        String group = one.deadLetter().path("group").asText();
        // when
        JsonNode done = run("{\"action\":\"dismiss\",\"reason\":\"a drill\",\"group\":\"" + group + "\"}");
        // then
        assertThat(done.path("failed").asInt()).isZero();
        assertThat(done.path("results"))
                .extracting(result -> result.path("id").asText())
                .contains(id(one), id(other));
        assertThat(operatorStep(other).path("what").asText()).isEqualTo("dismissed by operator because a drill");
        assertThat(run("{\"action\":\"dismiss\",\"group\":\"" + group + "\"}")
                        .path("running")
                        .asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"action\":\"replay\"}",
                "{\"action\":\"REPLAY\",\"ids\":[\"x\"]}",
                "{\"action\":\"replay\",\"ids\":[]}",
                "{\"action\":\"replay\",\"ids\":[7]}",
                "{\"action\":\"replay\",\"ids\":\"x\"}",
                "{\"action\":\"replay\",\"ids\":[\"x\"],\"group\":\"y\"}",
                "{\"action\":\"replay\",\"group\":7}",
                "{\"action\":\"replay\",\"ids\":[\"x\"],\"reason\":7}"
            })
    void areNotBegunByAnythingElse(String body) {
        HttpResponse<String> reply = post("/dead-letters/actions", body);
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).endsWith(".\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"reason\":7}", "[]", "x", "{\"reason\":{}}"})
    void haveAReasonThatIsText(String body) {
        assertThat(act(parked("/app"), "dismiss", body).statusCode()).isEqualTo(400);
    }

    @Test
    void haveNoEndlessReason() {
        TestCall call = parked("/app");
        assertThat(act(call, "dismiss", "{\"reason\":\"" + "x".repeat(10_000) + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(act(call, "dismiss", "{\"reason\":\"" + "x".repeat(500) + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void areUnknownUnderAnotherId() {
        HttpResponse<String> reply = BUNDLE.bundle().get("/dead-letters/actions/x");
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("No such action.\n");
    }

    private static TestCall parked(String prefix) {
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        call.callerIs("established").deadLetter();
        return call;
    }

    private static String id(TestCall call) {
        return call.deadLetter().path("id").asText();
    }

    private static HttpResponse<String> act(TestCall call, String action, String body) {
        return post("/dead-letters/" + id(call) + "/" + action, body);
    }

    private static HttpResponse<String> post(String path, String body) {
        return BUNDLE.bundle()
                .send(HttpRequest.newBuilder(BUNDLE.bundle().control(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    /** Begins an action and waits for its end. */
    private static JsonNode run(String body) {
        HttpResponse<String> begun = post("/dead-letters/actions", body);
        assertThat(begun.statusCode()).isEqualTo(202);
        String path = begun.headers().firstValue("Location").orElseThrow();
        assertThat(path).endsWith(json(begun.body()).path("id").asText());
        return await().until(
                        () -> json(BUNDLE.bundle().get(path).body()),
                        progress -> !progress.path("running").asBoolean());
    }

    private static JsonNode operatorStep(TestCall call) {
        JsonNode last = null;
        for (JsonNode step : call.view().path("steps")) {
            last = step.path("event").asText().equals("operator") ? step : last;
        }
        return last;
    }
}
