package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import dev.callescalation.sandbox.CommandKind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowDeadLettersTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.meeting.join-url=",
            "calls.meeting.join-meeting-id=1234567890",
            "calls.meeting.passcode=open sesame");

    @RegisterExtension
    static final BundleExtension WITHOUT_MEETING = BundleExtension.with(MeetingBook.SETTINGS);

    @EachPrefix
    void listsTheNewestFirstWithoutTheirMessages(String prefix) {
        // given
        TestCall older = failed(prefix);
        TestCall newer = failed(prefix);
        // when
        HttpResponse<String> reply = get("/dead-letters");
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode list = json(reply.body()).path("deadLetters");
        assertThat(list.size()).isBetween(2, 100);
        assertThat(list.at("/0/escalationId").asText()).isEqualTo(newer.escalationId());
        assertThat(list.at("/1/escalationId").asText()).isEqualTo(older.escalationId());
        assertThat(list.at("/0").has("message")).isFalse();
        assertThat(list.at("/0").has("command")).isFalse();
    }

    @EachPrefix
    void showsACommandWithoutWhatLetsAnybodyIn(String prefix) {
        // given
        TestCall call = failed(prefix);
        JsonNode letter = call.deadLetter();
        // when
        HttpResponse<String> reply = get("/dead-letters/" + letter.path("id").asText());
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        JsonNode view = json(reply.body());
        assertThat(view.path("kind").asText()).isEqualTo("command");
        assertThat(view.path("what").asText()).isEqualTo("join");
        assertThat(view.path("error").asText()).isEqualTo("refused 403 7503 4:... may not");
        assertThat(view.at("/command/method").asText()).isEqualTo("POST");
        assertThat(view.at("/command/path").asText()).isEqualTo(call.calls());
        assertThat(view.at("/command/body/meetingInfo/joinMeetingId").asText()).isEqualTo("1234567890");
        assertThat(view.at("/command/body/meetingInfo/passcode").asText()).isEqualTo("***");
        assertThat(reply.body()).doesNotContain("open sesame", "Bearer");
    }

    @EachPrefix
    void showsANotificationAsItCame(String prefix) {
        // given
        TestCall call = WITHOUT_MEETING.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode letter = call.callerIs("established").deadLetter();
        // when
        JsonNode view = json(WITHOUT_MEETING
                .bundle()
                .get("/dead-letters/" + letter.path("id").asText())
                .body());
        // then
        assertThat(view.path("kind").asText()).isEqualTo("notification");
        assertThat(view.path("call").asText()).isEqualTo(call.callerCallId());
        assertThat(view.path("step").asText()).startsWith("choose-meeting.");
        assertThat(view.path("message")).isEqualTo(json(call.callItem("updated", call.callerCallId(), "established")));
    }

    @EachPrefix
    void isToldOfInTheLogWithoutPeople(String prefix) {
        try (TestLog log = TestLog.ofEverything()) {
            // when
            TestCall call = WITHOUT_MEETING.call(prefix).incoming().awaitOperation("answer", "completed");
            call.callerIs("established").deadLetter();
            // then
            assertThat(log.lines(call.callerCallId()))
                    .anyMatch(line -> line.contains("parked: IllegalStateException: No meeting for 8:orgid:..."))
                    .noneMatch(line -> line.contains("550fae72"));
        }
    }

    @EachPrefix
    void listsThoseOfOneState(String prefix) {
        // given
        TestCall call = failed(prefix);
        String id = call.deadLetter().path("id").asText();
        // then
        assertThat(get("/dead-letters?state=open").body()).contains(id);
        assertThat(get("/dead-letters?state=dismissed").body()).doesNotContain(id);
        // when
        BUNDLE.bundle().post("/dead-letters/" + id + "/dismiss", "");
        // then
        assertThat(get("/dead-letters?state=open").body()).doesNotContain(id);
        assertThat(get("/dead-letters?state=dismissed").body()).contains(id);
        assertThat(get("/dead-letters?state=replayed").body()).doesNotContain(id);
    }

    @Test
    void tellsWhichStatesThereAre() {
        for (String state : List.of("lost", "OPEN", "open&state=open", "%00")) {
            // when
            HttpResponse<String> reply = get("/dead-letters?state=" + state);
            // then
            assertThat(reply.statusCode()).as(state).isEqualTo(400);
            assertThat(reply.body()).isEqualTo("The state must be open, replayed or dismissed.\n");
        }
        assertThat(get("/dead-letters?state=").statusCode()).isEqualTo(200);
    }

    @Test
    void knowsNoDeadLetterOfThatId() {
        for (String id : List.of("x", "..%2fx", "%00", "a'b")) {
            // when
            HttpResponse<String> reply = get("/dead-letters/" + id);
            // then
            assertThat(reply.statusCode()).as(id).isEqualTo(404);
            assertThat(reply.body()).isEqualTo("No such dead letter.\n");
        }
    }

    @EachPrefix
    void echoesNothingOfTheRequest(String prefix) {
        // given
        String id = failed(prefix).deadLetter().path("id").asText();
        URI address = BUNDLE.bundle().control("/dead-letters/" + id + "?q=1");
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(address).header("X-A", "1").build());
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().map().keySet())
                .map(String::toLowerCase)
                .doesNotContain("id", "q", "x-a", "user-agent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dead-letters", "/dead-letters/x"})
    void changesNothing(String path) {
        for (String method : List.of("POST", "PUT", "DELETE")) {
            // when
            HttpResponse<String> reply = BUNDLE.bundle()
                    .send(HttpRequest.newBuilder(BUNDLE.bundle().control(path))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build());
            // then
            assertThat(reply.statusCode()).as(method).isEqualTo(405);
        }
    }

    /** Graph does not take the join. */
    private static TestCall failed(String prefix) {
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(BUNDLE, call, CommandKind.JOIN)
                .is(403, Map.of(), "{\"error\":{\"code\":\"7503\",\"message\":\"4:+4930123456 may not\"}}");
        return call.callerIs("established").awaitPhase("failed");
    }

    private static HttpResponse<String> get(String path) {
        return BUNDLE.bundle().get(path);
    }
}
