package dev.callescalation.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.RecordedRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Commands that came, held against those that a story tells. */
class CommandComparisonTest {

    private static final String VIEW = """
            {"callerCall": {"id": "C1"}, "meetingCall": {"id": "M1"}, "steps": [
              {"commands": [{"method": "POST", "path": "/beta/app/calls/C1/answer"},
                            {"method": "GET", "path": "http://127.0.0.1/..."}]},
              {"commands": [{"method": "POST", "path": "/beta/app/calls"}]}]}""";

    private static final CallPlaceholders NAMES =
            new CallPlaceholders(new PlacedCall(null, "/app", "scenario", "C1"), RunningBundle.json(VIEW));

    @Test
    void findsForEachTheOneThatFits() {
        assertThat(differences(
                        """
                        [{"request": "POST {meeting}/participants/invite"},
                         {"request": "POST {meeting}/participants/invite", "body": {"to": "{caller}"}},
                         {"request": "POST {meeting}/participants/invite", "reply": 429}]""",
                        came("POST", "/beta/app/calls/M1/participants/invite", "{\"to\": \"/app/calls/C1\"}", 200),
                        came("POST", "/beta/app/calls/M1/participants/invite", "{}", 429),
                        came("POST", "/beta/app/calls/M1/participants/invite", "{}", 200)))
                .isEmpty();
    }

    @Test
    void saysWhatHasNotComeAndWhatHasComeBesides() {
        assertThat(differences(
                        "[{\"request\": \"POST {caller}/answer\"}, {\"request\": \"POST {calls}\"}]",
                        came("POST", "/beta/app/calls/C1/answer", "{}", 200),
                        came("DELETE", "/beta/app/calls/C1", "{}", 204)))
                .containsExactly(
                        "POST {calls} was not sent", "DELETE {caller} was sent, which the story does not expect");
    }

    @Test
    void comparesWithTheNearest() {
        assertThat(differences(
                        "[{\"request\": \"POST {calls}\", \"body\": {\"a\": 1, \"b\": 2}}]",
                        came("POST", "/beta/app/calls", "{}", 201),
                        came("POST", "/beta/app/calls", "{\"a\": 1}", 201)))
                .containsExactly(
                        "POST {calls} differs from the story\n  $.b: expected 2, came nothing",
                        "POST {calls} was sent, which the story does not expect");
    }

    @Test
    void aStarStandsForOnePartOfAPath() {
        String told = "[{\"request\": \"DELETE {meeting}/participants/*\"}]";
        assertThat(differences(told, came("DELETE", "/beta/app/calls/M1/participants/p-1", "{}", 204)))
                .isEmpty();
        assertThat(differences(told, came("DELETE", "/beta/app/calls/M1/participants/p-1/x", "{}", 204)))
                .hasSize(2);
    }

    @Test
    void aCallWhoseIdBeginsLikeAnotherIsAnotherCall() {
        assertThat(differences("[{\"request\": \"GET {calls}/C11\"}]", came("GET", "/beta/app/calls/C11", "{}", 200)))
                .isEmpty();
    }

    @Test
    void seesAnotherOrderThanTheOneDecidedOn() {
        // given
        JsonNode view = RunningBundle.json(VIEW);
        // when, then
        assertThat(commands("[{\"request\": \"POST {caller}/answer\"}, {\"request\": \"POST {calls}\"}]")
                        .disorder(view))
                .isEmpty();
        assertThat(commands("[{\"request\": \"POST {calls}\"}, {\"request\": \"POST {caller}/answer\"}]")
                        .disorder(view))
                .extracting(Difference::text)
                .containsExactly("decided on in another order:\n  POST {caller}/answer\n  POST {calls}");
    }

    private static CommandComparison commands(String told, RecordedRequest... came) {
        return new CommandComparison("/then/commands", RunningBundle.json(told), List.of(came), NAMES);
    }

    private static Stream<String> differences(String told, RecordedRequest... came) {
        return commands(told, came).differences().stream().map(Difference::text);
    }

    private static RecordedRequest came(String method, String path, String body, int status) {
        return new RecordedRequest(
                "scenario", method, path, null, Map.of(), RunningBundle.json(body), status, null, null);
    }
}
