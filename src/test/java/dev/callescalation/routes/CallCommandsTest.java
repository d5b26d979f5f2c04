package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.BundleFiles;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kamelets of commands to a call, in a phase of a file of its own: what Graph gets, and what its news means. */
class CallCommandsTest {

    private static final String TODAY = "/communications";

    @TempDir
    private static Path folder;

    private static TestBundle bundle;
    private static int operations;

    private int sequence;

    @BeforeAll
    static void start() throws IOException {
        BundleFiles.copyTo(folder, "application-dev.properties");
        Files.writeString(folder.resolve("routes/desk.camel.yaml"), TestBundle.resource("desk/desk.camel.yaml"));
        Path policy = folder.resolve("routes/policy/after-answer.camel.yaml");
        Files.writeString(policy, Files.readString(policy).replace("name: join-meeting", "name: open-desk"));
        Path settings = folder.resolve("application.properties");
        Files.writeString(
                settings,
                Files.readString(settings) + "\ncalls.desk.prompts = "
                        + "r-1=https://media.example.org/a.wav?sig=s3cr3t&v=1, https://media.example.org/b.wav\n");
        bundle = TestBundle.startCopy(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        bundle.close();
    }

    @EachPrefix
    void aPromptPlaysUntilItsOperationHasEnded(String prefix) {
        // given
        TestCall call = atTheDesk(prefix);
        // then
        JsonNode prompts = body(call, "/playPrompt").path("prompts");
        assertThat(prompts.at("/0/mediaInfo/uri").asText()).isEqualTo("https://media.example.org/a.wav?sig=s3cr3t&v=1");
        assertThat(prompts.at("/0/mediaInfo/resourceId").asText()).isEqualTo("r-1");
        assertThat(prompts.at("/1/mediaInfo").has("resourceId")).isFalse();
        knows(call, "prompt=running");
        assertThat(call.view().toString()).contains("a.wav?...").doesNotContain("s3cr3t");
        // when
        ended(call, "play-prompt", "playPromptOperation", "completed", false);
        // then
        knows(call, "prompt=completed");
    }

    @EachPrefix
    void aPromptThatIsStoppedEndsAsRefused(String prefix) {
        // given
        TestCall call = atTheDesk(prefix);
        graphTakes(call, "/cancelMediaProcessing", call.byDialect("", "completed"));
        // when
        press(call, "tone7");
        call.awaitOperation("cancel-media", call.byDialect("running", "completed"));
        ended(call, "play-prompt", "playPromptOperation", "failed", true);
        // then
        knows(call, "prompt=refused");
        if (call.isApp()) {
            ended(call, "cancel-media", "cancelMediaProcessingOperation", "completed", true);
            call.awaitOperation("cancel-media", "completed");
        }
    }

    @EachPrefix
    void tonesCountInTheirOrderAndOnce(String prefix) {
        // given
        TestCall call = atTheDesk(prefix);
        // when
        tone(call, "b", "12");
        tone(call, "tonE1", "11");
        tone(call, "b", "12");
        tone(call, "star", null);
        tone(call, "hash", "99");
        // then
        knows(call, "tone=1b* ");
        assertThat(call.view().toString()).doesNotContain("tonE1", "\"star\"");
    }

    @EachPrefix
    void eachEntryOfAPhaseForgetsTones(String prefix) {
        // given
        TestCall call = atTheDesk(prefix);
        graphTakes(call, "/mute", "completed");
        graphTakes(call, "/unmute", "completed");
        // when
        press(call, "tone2");
        call.awaitOperation("mute", "completed");
        press(call, "tone3");
        // then
        call.awaitOperation("mute-2", "completed");
        knows(call, "tone= ");
        knows(call, "mute=completed");
        assertThat(call.requestsTo("/unmute")).hasSize(1);
    }

    @EachPrefix
    void soundIsKnown(String prefix) {
        // given
        TestCall call = atTheDesk(prefix);
        for (boolean active : new boolean[] {true, false}) {
            // when
            tell(call, "established", data -> {
                if (call.isApp()) {
                    data.set("activeModalities", TestBundle.json(active ? "[\"audio\"]" : "[]"));
                } else {
                    data.set("mediaState", TestBundle.json("{\"audio\":\"" + state(active) + "\"}"));
                }
            });
            // then
            knows(call, "audio=" + state(active) + " ");
        }
    }

    @EachPrefix
    void aTransferIsFollowedToItsEnd(String prefix) {
        // given
        TestCall call = atTheDesk(prefix);
        beginTransfer(call, "tone1");
        JsonNode target = body(call, "/transfer").path("transferTarget");
        assertThat(target.at("/identity/phone/id").asText()).isEqualTo("+4930123456");
        assertThat(target.has("replacesCallId")).isFalse();
        // when
        tell(call, "transferring", data -> {});
        knows(call, "call=transferring");
        tell(call, "transferAccepted", data -> {});
        knows(call, "transfer=running");
        tell(call, "terminated", data -> {});
        // then
        call.awaitOperation("transfer-call", "completed");
        knows(call, "transfer=completed");
    }

    @EachPrefix
    void aTransferMayComeBack(String prefix) {
        // given
        TestCall call = atTheDesk(prefix);
        beginTransfer(call, "tone6");
        String replaced =
                body(call, "/transfer").at("/transferTarget/replacesCallId").asText();
        assertThat(replaced).isEqualTo(call.byDialect(prefix + "/calls/5f1c2d3e", "5f1c2d3e"));
        tell(call, "transferring", data -> {});
        // when
        String result = "{\"code\":\"500\",\"subCode\":\"7700\",\"message\":\"failed\"}";
        tell(call, "established", data -> data.set("resultInfo", TestBundle.json(result)));
        // then
        call.awaitOperation("transfer-call", "failed");
        knows(call, "transfer=refused call=established");
    }

    @Test
    void theDocumentsOf2018ReportATransferAsAnOperation() {
        // given
        TestCall call = atTheDesk("/app");
        beginTransfer(call, "tone1");
        String operation = call.newId();
        // when
        call.tell(transferItem(call, operation, "updated", "running", "transferring"));
        call.tell(transferItem(call, operation, "deleted", "completed", "transferAccepted"));
        // then
        call.awaitOperation("transfer-call", "completed");
    }

    @EachPrefix
    void anInviteWaitsForThePrompt(String prefix) {
        // given
        TestCall call = atTheDesk(prefix);
        // when
        press(call, "tone5");
        await().until(() -> bundle.get("/escalations/" + call.escalationId() + "/timeline")
                .body()
                .contains("pause 1 of invite-caller: a prompt plays"));
        assertThat(call.requestsTo("/participants/invite")).isEmpty();
        press(call, "d");
        knows(call, "invites=1");
        ended(call, "play-prompt", "playPromptOperation", "completed", true);
        // then
        await().until(() -> call.requestsTo("/participants/invite").size() == 1);
    }

    @Test
    void keysThatCouldNotBePressedAreAFailure() {
        // given
        TestCall call = atTheDesk(TODAY);
        graphTakes(call, "/sendDtmfTones", "running");
        press(call, "tone4");
        call.awaitOperation("send-tones", "running");
        assertThat(body(call, "/sendDtmfTones").path("tones"))
                .hasToString("[\"tone4\",\"tone7\",\"tone1\",\"tone1\",\"pound\"]");
        assertThat(call.view().toString()).doesNotContain("pound");
        // when
        ObjectNode item = operation(call, "send-tones", "sendDtmfTonesOperation", "completed", true);
        ((ObjectNode) item.path("resourceData")).put("completionReason", "mediaOperationCanceled");
        call.tell(item.toString());
        // then
        call.awaitOperation("send-tones", "failed");
    }

    @Test
    void theOldFormDoesNotHaveEachCommand() {
        // given
        TestCall call = atTheDesk("/app");
        // when
        press(call, "tone4");
        // then
        assertThat(call.deadLetter().path("error").asText())
                .contains("The command send-tones exists only in today's form of Graph");
    }

    @Test
    void repliesMayEndACommand() {
        // given
        TestCall call = atTheDesk(TODAY);
        graphTakes(call, "/subscribeToTone", "completed");
        graphTakes(call, "/updateRecordingStatus", "completed");
        graphTakes(call, "/participants/p-7/startHoldMusic", "running");
        // when
        press(call, "tone8");
        call.awaitOperation("subscribe-to-tone", "completed");
        press(call, "tone9");
        call.awaitOperation("update-recording-status", "completed");
        press(call, "tone0");
        call.awaitOperation("hold-music", "running");
        ended(call, "hold-music", "startHoldMusicOperation", "completed", true);
        // then
        call.awaitOperation("hold-music", "completed");
        assertThat(body(call, "/updateRecordingStatus").path("status").asText()).isEqualTo("recording");
    }

    private static String state(boolean active) {
        return active ? "active" : "inactive";
    }

    /** The prompt plays. */
    private static TestCall atTheDesk(String prefix) {
        TestCall call = bundle.call(prefix).incoming().awaitOperation("answer", "completed");
        graphTakes(call, "/playPrompt", "running");
        call.callerIs("established").awaitOperation("play-prompt", "running");
        return call;
    }

    private void beginTransfer(TestCall call, String tone) {
        bundle.sandbox().fault(call.scenarioId(), new Fault.Reply("/transfer", 202, Map.of(), null, Repetition.ONCE));
        press(call, tone);
        call.awaitOperation("transfer-call", "running");
    }

    /** Graph replies with an operation; in the old form with its address alone. */
    private static void graphTakes(TestCall call, String path, String status) {
        String id = "0e110000-0000-4000-8000-" + String.format("%012d", ++operations);
        Map<String, String> headers =
                Map.of("Location", "https://graph.microsoft.com/v1.0" + call.prefix() + "/calls/x/operations/" + id);
        boolean body = !status.isEmpty() && (!call.isApp() || "completed".equals(status));
        JsonNode reply = body ? TestBundle.json("{\"id\":\"" + id + "\",\"status\":\"" + status + "\"}") : null;
        bundle.sandbox()
                .fault(call.scenarioId(), new Fault.Reply(path, body ? 200 : 202, headers, reply, Repetition.ONCE));
    }

    private static void knows(TestCall call, String facts) {
        await().untilAsserted(
                        () -> assertThat(call.view().path("failure").asText()).contains(facts));
    }

    private static JsonNode body(TestCall call, String path) {
        return await().until(() -> call.requestsTo(path), requests -> !requests.isEmpty())
                .get(0)
                .body();
    }

    private void press(TestCall call, String tone) {
        tone(call, tone, String.valueOf(++sequence));
    }

    /** @param number null for none; the old form writes it as a text */
    private static void tone(TestCall call, String tone, String number) {
        tell(call, "established", data -> {
            ObjectNode info = data.putObject("toneInfo").put("tone", tone);
            if (number != null && call.isApp()) {
                info.put("sequenceId", number);
            } else if (number != null) {
                info.put("sequenceId", Long.parseLong(number));
            }
        });
    }

    private static void tell(TestCall call, String state, java.util.function.Consumer<ObjectNode> more) {
        ObjectNode item = (ObjectNode) TestBundle.json(call.callItem("updated", call.callerCallId(), state));
        more.accept((ObjectNode) item.path("resourceData"));
        call.tell(item.toString());
    }

    private static void ended(TestCall call, String key, String type, String status, boolean named) {
        call.tell(operation(call, key, type, status, named).toString());
    }

    private static ObjectNode operation(TestCall call, String key, String type, String status, boolean named) {
        String id = call.operationId(key);
        ObjectNode item = (ObjectNode) TestBundle.json(call.operationItem(
                call.callerCallId(), id, "failed".equals(status) ? "failed" : status, call.clientContext(key)));
        ObjectNode data = (ObjectNode) item.path("resourceData");
        data.put("@odata.type", "#microsoft.graph." + type);
        if (!named) {
            data.remove("clientContext");
        }
        return item;
    }

    private static String transferItem(TestCall call, String operation, String change, String status, String code) {
        ObjectNode item = (ObjectNode) TestBundle.json(
                call.operationItem(call.callerCallId(), operation, status, call.clientContext("transfer-call")));
        item.put("changeType", change);
        ((ObjectNode) item.path("resourceData"))
                .put("@odata.type", "#microsoft.graph.commsOperation")
                .set("resultInfo", TestBundle.json("{\"code\":\"200\",\"subCode\":\"" + code + "\"}"));
        return item.toString();
    }
}
