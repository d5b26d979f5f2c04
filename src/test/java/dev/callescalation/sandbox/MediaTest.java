package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.SandboxClient.Placed;
import dev.callescalation.sandbox.SandboxClient.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts, digits and transfers, in the replies and notifications that each form has for them. */
class MediaTest extends SandboxTest {

    private static final String PROMPT = """
            {"clientContext":"c-1","prompts":[{"@odata.type":"#microsoft.graph.mediaPrompt",
             "mediaInfo":{"@odata.type":"#microsoft.graph.mediaInfo","uri":"https://cdn.example.org/a.wav",
              "resourceId":"r1"}}]}""";
    private static final String TRANSFER = """
            {"transferTarget":{"identity":{"user":{"id":"desk-1"}}%s},"clientContext":"c-3"}""";
    private static final String OLD_ANSWER = """
            {"callback":"%s","acceptModalities":["audio"],
             "mediaConfig":{"@odata.type":"#microsoft.graph.serviceHostedMediaConfig"}}""";

    /** A call that the bot has answered, and of which it has been told. */
    private record InCall(Placed placed, String calls) {

        boolean old() {
            return calls.startsWith("/beta");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"communications", "app", "applications"})
    void playsAPromptAndTellsWhatIsPressedAfterIt(String form) {
        // given
        InCall call = inCall(form, ", \"presses\":[\"1\",\"2#\"]");
        // when
        Reply subscribed = command(call, "/subscribeToTone", "{\"clientContext\":\"c-0\"}");
        Reply playing = command(call, "/playPrompt", PROMPT);
        // then
        if (call.old()) {
            assertThat(List.of(subscribed.status(), playing.status())).containsExactly(202, 200);
            assertThat(subscribed.text() + playing.text()).isEmpty();
            assertThat(operation(call, "subscribeToToneOperation")
                            .path("status")
                            .asText())
                    .isEqualTo("completed");
        } else {
            assertThat(List.of(subscribed.status(), playing.status())).containsExactly(200, 200);
            assertThat(subscribed.json().path("status").asText()).isEqualTo("completed");
            assertThat(playing.json().path("status").asText()).isEqualTo("running");
        }
        JsonNode played = operation(call, "playPromptOperation");
        assertThat(played.path("status").asText()).isEqualTo("completed");
        assertThat(played.path("clientContext").asText()).isEqualTo("c-1");
        assertThat(played.path("resultInfo").path("code").asInt()).isEqualTo(200);
        assertThat(tones(call, 1)).containsExactly("1 tone1");
        // when
        command(call, "/playPrompt", PROMPT);
        operation(call, "playPromptOperation");
        // then
        assertThat(tones(call, 2)).containsExactly("2 tone2", "3 pound");
        // when a person presses by hand
        assertThat(client.send(
                                "POST",
                                "/sandbox/calls/" + call.placed().callId() + "/tones",
                                "{\"tones\":\"*a\"}",
                                Map.of())
                        .status())
                .isEqualTo(204);
        // then
        assertThat(tones(call, 2)).containsExactly("4 star", "5 a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"communications", "app", "applications"})
    void cancelsAPromptWithCode8508(String form) {
        // given
        InCall call = inCall(form, ", \"faults\":[{\"fault\":\"prompt\"}]");
        command(call, "/playPrompt", PROMPT);
        // when
        Reply cancelled = command(call, "/cancelMediaProcessing", "{\"clientContext\":\"c-2\"}");
        // then
        assertThat(cancelled.status()).isEqualTo(call.old() ? 202 : 200);
        List<String> types = new ArrayList<>(List.of("playPromptOperation"));
        if (call.old()) {
            types.add(0, "cancelMediaProcessingOperation");
        }
        for (String type : types) {
            JsonNode ended = operation(call, type);
            boolean prompt = type.startsWith("playPrompt");
            assertThat(ended.path("status").asText()).isEqualTo(prompt ? "failed" : "completed");
            assertThat(ended.path("resultInfo").path("subcode").asInt()).isEqualTo(prompt ? 8508 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "communications, '', 7000",
        "communications, ',\"replacesCallId\":\"other\"', 7700",
        "app, '', 7000",
        "applications, '', 7000"
    })
    void failsATransferAndTheCallLivesOn(String form, String more, int subcode) {
        // given
        InCall call = inCall(form, ", \"faults\":[{\"fault\":\"failed-transfer\"}]");
        // when
        Reply taken = command(call, "/transfer", TRANSFER.formatted(more));
        // then
        assertThat(taken.status()).isEqualTo(202);
        if (call.old()) {
            assertThat(next(call).path("resultInfo").path("message").asText()).isEqualTo("transferring");
            JsonNode failed = operation(call, "commsOperation");
            assertThat(failed.path("status").asText()).isEqualTo("failed");
            assertThat(failed.path("resultInfo").path("subcode").asInt()).isEqualTo(subcode);
        } else {
            assertThat(next(call).path("state").asText()).isEqualTo("transferring");
            JsonNode failed = next(call);
            assertThat(failed.path("state").asText()).isEqualTo("established");
            assertThat(failed.path("resultInfo").path("subCode").asInt()).isEqualTo(subcode);
        }
        assertThat(command(call, "/transfer", TRANSFER.formatted(more)).status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"communications", "app", "applications"})
    void transfersTheCaller(String form) {
        // given
        InCall call = inCall(form, "");
        // when
        command(call, "/transfer", TRANSFER.formatted(""));
        // then
        List<String> states = new ArrayList<>();
        JsonNode last = next(call);
        while (!last.path("state").asText().equals("terminated")) {
            states.add(last.path("state").asText(last.path("status").asText()));
            last = next(call);
        }
        if (call.old()) {
            assertThat(states).containsExactly("running", "completed");
            assertThat(last.path("terminationReason").asText()).isEqualTo("AppTransferred");
        } else {
            assertThat(states).containsExactly("transferring", "transferAccepted", "transferAccepted");
            assertThat(last.path("resultInfo").path("subcode").asInt()).isEqualTo(7015);
        }
        assertThat(command(call, "/playPrompt", PROMPT).code()).isEqualTo("8522");
    }

    @Test
    void refusesWhatGraphRefuses() {
        // given
        InCall call = inCall("communications", ", \"faults\":[{\"fault\":\"late-audio\",\"afterMs\":300}]");
        // when, then
        assertThat(command(call, "/playPrompt", PROMPT).status()).isEqualTo(412);
        assertThat(next(call).path("mediaState").path("audio").asText()).isEqualTo("active");
        assertThat(command(call, "/playPrompt", PROMPT.replace("mediaPrompt", "prompt"))
                        .message())
                .contains("must be #microsoft.graph.mediaPrompt");
        assertThat(command(call, "/playPrompt", "{\"prompts\":[]}").message()).contains("must have 1 to 20");
        assertThat(command(call, "/updateRecordingStatus", "{\"status\":\"on\"}")
                        .message())
                .contains("must be notRecording, recording or failed");
        assertThat(command(call, "/mute", "{\"clientContext\":\"m\"}")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("completed");
        // when an invitation has made a call of many of it
        command(call, "/participants/invite", TodaysBot.inviteBody("bob"));
        // then
        assertThat(command(call, "/transfer", TRANSFER.formatted("")).code()).isEqualTo("8523");
    }

    @Test
    void notesThatAnInvitationCameWhileAPromptPlayed() {
        // given
        InCall call = inCall("communications", ", \"faults\":[{\"fault\":\"prompt\"}]");
        command(call, "/playPrompt", PROMPT);
        // when
        command(call, "/participants/invite", TodaysBot.inviteBody("bob"));
        // then
        assertThat(client.get("/sandbox/calls/" + call.placed().callId())
                        .json()
                        .path("mistakes")
                        .path(0)
                        .asText())
                .contains("hears it twice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sendDtmfTones                  | {"tones":["tone1"],"clientContext":"s"} | 200 | sendDtmfTonesOperation
            participants/p1/startHoldMusic | {"clientContext":"h"}                   | 202 | startHoldMusicOperation
            participants/p1/stopHoldMusic  | {"clientContext":"h"}                   | 202 | stopHoldMusicOperation
            """)
    void endsAnOperationThatOnlyTodaysFormHas(String command, String body, int status, String type) {
        // given
        InCall today = inCall("communications", "");
        InCall old = inCall("app", "");
        // when, then
        assertThat(command(today, "/" + command, body).status()).isEqualTo(status);
        assertThat(operation(today, type).path("status").asText()).isEqualTo("completed");
        assertThat(command(old, "/" + command, body).status()).isEqualTo(400);
    }

    private InCall inCall(String form, String more) {
        Placed placed = client.place("{\"form\":\"%s\"%s}".formatted(form, more));
        String prefix = switch (form) {
            case "app" -> "/beta/app/calls/";
            case "applications" -> "/beta/applications/" + SandboxClient.APP_ID + "/calls/";
            default -> TodaysBot.CALLS + "/";
        };
        InCall call = new InCall(placed, prefix + placed.callId());
        String answer = call.old() ? OLD_ANSWER.formatted(bot.url()) : TodaysBot.answerBody(bot.url());
        assertThat(command(call, "/answer", answer).status()).isBetween(200, 202);
        bot.skip(placed.scenarioId(), 3);
        return call;
    }

    private Reply command(InCall call, String action, String body) {
        return client.command("POST", call.calls() + action, body, call.placed().scenarioId());
    }

    private JsonNode next(InCall call) {
        return bot.next(call.placed().scenarioId()).data();
    }

    private JsonNode operation(InCall call, String type) {
        JsonNode data = next(call);
        assertThat(data.path("@odata.type").asText()).isEqualTo("#microsoft.graph." + type);
        return data;
    }

    private List<String> tones(InCall call, int count) {
        List<String> tones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonNode tone = next(call).path("toneInfo");
            tones.add(tone.path("sequenceId").asText() + " " + tone.path("tone").asText());
        }
        return tones;
    }
}
