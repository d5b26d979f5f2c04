package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.SandboxClient.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlApiTest extends SandboxTest {

    @Test
    void placesACallOfAdaWhenAskedForNothingElse() {
        // when
        Reply placed = client.send("POST", "/sandbox/calls", null, Map.of());
        // then
        assertThat(placed.status()).isEqualTo(202);
        assertThat(placed.json().path("form").asText()).isEqualTo("communications");
        assertThat(placed.json().path("follow").asText())
                .isEqualTo("curl http://127.0.0.1:8081/escalations/"
                        + placed.json().path("callId").asText() + "/timeline");
        JsonNode incoming = bot.next(placed.json().path("scenarioId").asText()).data();
        assertThat(incoming.at("/source/identity/user/displayName").asText()).isEqualTo("Ada Example");
        assertThat(incoming.path("id").asText())
                .isEqualTo(placed.json().path("callId").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[];                                       must be an object",
                "{;                                        not JSON",
                "{\"colour\":\"red\"};                     possible are: form, caller",
                "{\"form\":\"french\"};                 possible are: communications, app, applications",
                "{\"caller\":{\"user\":\"u\"}};            identity set",
                "{\"requestedModalities\":[\"smell\"]};    audio, video",
                "{\"scenario\":\"a b\"};                   1 to 100",
                "{\"tenantId\":7};                         must be a text",
                "{\"skypeFirst\":\"yes\"};                 true or false",
                "{\"faults\":{}};                          must be a list",
                "{\"faults\":[{\"fault\":\"tea\"}]};       possible are: reply",
            })
    void saysInASentenceWhatIsWrongWithAnOrder(String json, String told) {
        // when
        Reply reply = client.send("POST", "/sandbox/calls", json, Map.of());
        // then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").asText()).contains(told).endsWith(".");
    }

    @Test
    void placesNoSecondCallInAScenario() {
        // given
        client.place("{\"scenario\":\"taken\"}");
        // when
        Reply second = client.send("POST", "/sandbox/calls", "{\"scenario\":\"taken\"}", Map.of());
        // then
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().path("error").asText()).contains("'taken'");
    }

    @Test
    void tellsWhatBecameOfACall() {
        // given
        TodaysBot escalation = inCall("{}");
        String meeting = escalation.joined();
        await().until(() -> client.get("/sandbox/calls/" + meeting)
                        .json()
                        .path("notifications")
                        .size()
                == 6);
        // when
        Reply byCall = client.get("/sandbox/calls/" + escalation.caller());
        Reply byMeeting = client.get("/sandbox/calls/" + meeting);
        Reply byScenario = client.get("/sandbox/calls/" + escalation.scenario());
        // then
        assertThat(byCall.text())
                .isEqualTo(byMeeting.text())
                .isEqualTo(byScenario.text())
                .contains("\n  \"");
        JsonNode report = byCall.json();
        assertThat(report.path("state").asText()).isEqualTo("established");
        assertThat(report.at("/meetings/0/callId").asText()).isEqualTo(meeting);
        assertThat(report.at("/meetings/0/state").asText()).isEqualTo("established");
        assertThat(report.path("commands").findValuesAsText("status")).containsExactly("202", "201");
        assertThat(report.path("notifications").findValuesAsText("notification"))
                .startsWith("incoming", "caller-establishing", "caller-established", "meeting-establishing");
        assertThat(client.get("/sandbox/calls").json().at("/newest/0/callId").asText())
                .isEqualTo(escalation.caller());
    }

    @Test
    void knowsNothingOfOtherCalls() {
        assertThat(client.get("/sandbox/calls/nobody").status()).isEqualTo(404);
        assertThat(client.send("DELETE", "/sandbox/calls/nobody", null, Map.of())
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCallerHangsUpOrTheMeetingEndsOnRequest(boolean meeting) {
        // given
        TodaysBot escalation = inCall("{}");
        String call = meeting ? escalation.joined() : escalation.caller();
        // when
        Reply ended = client.send("DELETE", "/sandbox/calls/" + call, null, Map.of());
        Reply again = client.send("DELETE", "/sandbox/calls/" + call, null, Map.of());
        // then
        assertThat(ended.status()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(409);
        await().until(() -> client.get("/sandbox/calls/" + call)
                .json()
                .path("notifications")
                .findValuesAsText("notification")
                .contains(meeting ? "meeting-deleted" : "caller-deleted"));
    }

    @Test
    void listsTheFaultsThatCanStillStrike() {
        // given
        String armed = "{\"scenario\":\"listed\",\"fault\":\"reply\",\"on\":\"join\",\"status\":429,"
                + "\"headers\":{\"Retry-After\":\"2\"},\"times\":2}";
        client.fault(armed);
        client.fault("{\"scenario\":\"listed\",\"fault\":\"lost\",\"notification\":\"roster\",\"percent\":5}");
        // when
        JsonNode listed = client.get("/sandbox/faults").json().path("faults");
        // then
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0)).isEqualTo(SandboxJson.parse(armed));
        assertThat(listed.get(1).path("percent").asInt()).isEqualTo(5);
    }

    @Test
    void listsTheCommandsOfAScenario() {
        // given
        TodaysBot escalation = inCall("{}");
        // when
        JsonNode asked = client.get("/sandbox/requests?scenario=" + escalation.scenario())
                .json();
        // then
        assertThat(asked).hasSize(1);
        assertThat(asked.at("/0/path").asText()).endsWith("/answer");
        assertThat(asked.at("/0/body/acceptedModalities/0").asText()).isEqualTo("audio");
        assertThat(client.get("/sandbox/requests").json().size()).isPositive();
    }

    @Test
    void saysWhichSettingToChangeWhenThePortIsTaken() {
        assertThatThrownBy(() -> Sandbox.start(settings(sandbox.port())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Integer.toString(sandbox.port()))
                .hasMessageContaining("calls.sandbox.port");
    }

    @Test
    void needsToKnowTheWebhookBeforeItCalls() {
        try (Sandbox alone = Sandbox.start(settings(0))) {
            Reply reply = new SandboxClient(alone).send("POST", "/sandbox/calls", null, Map.of());
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().path("error").asText()).contains("webhook");
        }
    }
}
