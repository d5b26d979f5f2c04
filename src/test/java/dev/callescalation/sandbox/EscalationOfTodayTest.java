package dev.callescalation.sandbox;

import static dev.callescalation.sandbox.TodaysCommands.CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.SandboxClient.Placed;
import dev.callescalation.sandbox.SandboxClient.Reply;
import dev.callescalation.sandbox.TestBot.Received;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EscalationOfTodayTest extends SandboxTest {

    @Test
    void movesTheCallerIntoTheMeetingAndLeaves() throws InterruptedException {
        // given
        Placed placed = incoming("{}");
        String caller = placed.callId();
        String scenario = placed.scenarioId();
        String callback = bot.url() + "?escalation=42";
        // when
        Reply answered = command("POST", CALLS + "/" + caller + "/answer", TodaysCommands.answer(callback), scenario);
        // then
        assertThat(answered.status()).isEqualTo(202);
        assertThat(answered.text()).isEmpty();
        assertThat(told(placed, 2, Map.of(caller, "P")))
                .containsExactly(
                        "updated /communications/calls/P establishing", "updated /communications/calls/P established");
        // when
        Reply joined = command("POST", CALLS, TodaysCommands.join(callback), scenario);
        // then
        String meeting = joined.json().path("id").asText();
        Map<String, String> letters = Map.of(caller, "P", meeting, "G");
        assertThat(joined.status()).isEqualTo(201);
        assertThat(joined.location()).isEqualTo("https://graph.microsoft.com/beta/app/calls/" + meeting);
        assertThat(joined.json().path("state").asText()).isEqualTo("establishing");
        assertThat(joined.json().path("direction").asText()).isEqualTo("outgoing");
        assertThat(told(placed, 3, letters))
                .containsExactly(
                        "updated /communications/calls/G establishing",
                        "updated /communications/calls/G established",
                        "updated /communications/calls/G/participants");
        // when
        Reply invited = command(
                "POST", CALLS + "/" + meeting + "/participants/invite", TodaysCommands.inviteCaller(caller), scenario);
        // then
        assertThat(invited.status()).isEqualTo(200);
        assertThat(invited.location()).isNull();
        assertThat(invited.json().path("status").asText()).isEqualTo("Running");
        assertThat(invited.json().path("clientContext").asText()).isEqualTo("esc-42-caller");
        assertThat(told(placed, 3, letters))
                .containsExactly(
                        "deleted /communications/calls/G/operations/O completed",
                        "updated /communications/calls/G/participants",
                        "deleted /communications/calls/P terminated");
        // when
        command(
                "POST",
                CALLS + "/" + meeting + "/microsoft.graph.participants/invite",
                TodaysCommands.invite("e11e"),
                scenario);
        // then
        assertThat(bot.next(scenario).inShort(letters))
                .isEqualTo("deleted /communications/calls/G/operations/O completed");
        assertThat(bot.next(scenario).data().findValuesAsText("id"))
                .as("everybody, after the ids of participants")
                .contains(TodaysCommands.ADA, "e11e", SandboxClient.APP_ID);
        // when
        Reply left = command("DELETE", CALLS + "/" + meeting, null, scenario);
        // then
        assertThat(left.status()).isEqualTo(204);
        assertThat(told(placed, 2, letters))
                .containsExactly(
                        "updated /communications/calls/G terminating", "deleted /communications/calls/G terminated");
        assertThat(bot.waiting(scenario)).isZero();
    }

    @Test
    void announcesACallWithBothAddressesAndTheHeadersOfTheService() throws InterruptedException {
        // when
        Placed placed = client.place("""
                {"caller":{"user":{"id":"1dd1","displayName":"Ida"}},"requestedModalities":["audio","video"]}""");
        Received incoming = bot.next(placed.scenarioId());
        // then
        assertThat(incoming.body().path("@odata.type").asText()).isEqualTo("#microsoft.graph.commsNotifications");
        JsonNode item = incoming.item();
        assertThat(item.path("@odata.type").asText()).isEqualTo("#microsoft.graph.commsNotification");
        assertThat(item.path("changeType").asText()).isEqualTo("created");
        assertThat(item.path("resource").asText()).isEqualTo("/app/calls/" + placed.callId());
        assertThat(item.path("resourceUrl").asText()).isEqualTo("/communications/calls/" + placed.callId());
        JsonNode data = incoming.data();
        assertThat(data.path("id").asText())
                .isEqualTo(placed.callId())
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(data.path("state").asText()).isEqualTo("incoming");
        assertThat(data.path("tenantId").asText()).isEqualTo(SandboxClient.TENANT);
        assertThat(data.at("/source/identity/user/displayName").asText()).isEqualTo("Ida");
        assertThat(data.at("/targets/0/identity/application/id").asText()).isEqualTo(SandboxClient.APP_ID);
        assertThat(data.path("requestedModalities")).hasSize(2);
        assertThat(incoming.headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(incoming.headers().getFirst("User-Agent")).isEqualTo("Microsoft-Skype/3.0,(Calling/1.0)");
        assertThat(incoming.headers().getFirst("X-Microsoft-Skype-Chain-ID"))
                .isEqualTo(data.path("callChainId").asText());
        assertThat(incoming.headers().getFirst("X-Microsoft-Skype-Message-ID")).isNotBlank();
    }

    @Test
    void postsLaterNotificationsToTheCallbackOfEachCommandWithItsQuery() throws InterruptedException {
        // given
        Placed placed = incoming("{}");
        // when
        command(
                "POST",
                CALLS + "/" + placed.callId() + "/answer",
                TodaysCommands.answer(bot.url() + "?leg=caller"),
                placed.scenarioId());
        // then
        assertThat(bot.next(placed.scenarioId()).uri()).isEqualTo("/api/calls?leg=caller");
    }

    @Test
    void invitesOntoThePeerToPeerCallItself() throws InterruptedException {
        // given
        Placed placed = incoming("{}");
        String path = CALLS + "/" + placed.callId();
        command("POST", path + "/answer", TodaysCommands.answer(bot.url()), placed.scenarioId());
        told(placed, 2, Map.of());
        // when
        command("POST", path + "/participants/invite", TodaysCommands.invite("e11e"), placed.scenarioId());
        // then
        assertThat(told(placed, 2, Map.of(placed.callId(), "P")))
                .containsExactly(
                        "deleted /communications/calls/P/operations/O completed",
                        "updated /communications/calls/P/participants");
        assertThat(command("GET", path + "/participants", null, placed.scenarioId())
                        .json()
                        .path("value"))
                .hasSize(3);
    }

    @Test
    void keepsAliveReadsAndEndsACall() throws InterruptedException {
        // given
        Placed placed = incoming("{}");
        String path = "/beta/communications/calls/" + placed.callId();
        command("POST", path + "/microsoft.graph.answer", TodaysCommands.answer(bot.url()), placed.scenarioId());
        told(placed, 2, Map.of());
        // when and then
        assertThat(command("POST", path + "/keepAlive", null, placed.scenarioId())
                        .status())
                .isEqualTo(200);
        assertThat(command("GET", path, null, placed.scenarioId())
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("established");
        assertThat(command("GET", path + "/participants", null, placed.scenarioId())
                        .json()
                        .path("value"))
                .isEmpty();
        assertThat(command("DELETE", path, null, placed.scenarioId()).status()).isEqualTo(204);
        Reply after = command("GET", path, null, placed.scenarioId());
        assertThat(after.status()).isEqualTo(404);
        assertThat(after.code()).isEqualTo("8522");
    }

    @Test
    void endsACallThatIsRejectedOrRedirected() throws InterruptedException {
        // given
        Placed busy = incoming("{}");
        Placed elsewhere = incoming("{}");
        // when
        Reply rejected =
                command("POST", CALLS + "/" + busy.callId() + "/reject", "{\"reason\":\"busy\"}", busy.scenarioId());
        Reply redirected = command("POST", CALLS + "/" + elsewhere.callId() + "/redirect", """
                {"targets":[{"identity":{"user":{"id":"e11e"}}}],"timeout":30}""", elsewhere.scenarioId());
        // then
        assertThat(rejected.status()).isEqualTo(202);
        assertThat(redirected.status()).isEqualTo(202);
        assertThat(bot.next(busy.scenarioId()).data().has("state")).isFalse();
        JsonNode data = bot.next(elsewhere.scenarioId()).data();
        assertThat(data.path("state").asText()).isEqualTo("terminated");
        assertThat(data.has("source")).isTrue();
        assertThat(data.has("resultInfo")).isFalse();
    }

    private static Reply command(String method, String path, String json, String scenarioId) {
        return client.command(method, path, json, scenarioId);
    }
}
