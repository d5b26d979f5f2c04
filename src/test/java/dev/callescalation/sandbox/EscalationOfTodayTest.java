package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.SandboxClient.Placed;
import dev.callescalation.sandbox.SandboxClient.Reply;
import dev.callescalation.sandbox.TestBot.Received;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EscalationOfTodayTest extends SandboxTest {

    private static final String P = "/communications/calls/P";
    private static final String G = "/communications/calls/G";

    @Test
    void announcesACallWithBothAddressesAndTheHeadersOfTheService() {
        // when
        Placed placed = client.place("""
                {"caller":{"user":{"id":"1dd1","displayName":"Ida"}},"requestedModalities":["audio","video"]}""");
        Received incoming = bot.next(placed.scenarioId());
        // then
        JsonNode item = incoming.item();
        assertThat(incoming.body().path("@odata.type").asText()).isEqualTo("#microsoft.graph.commsNotifications");
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
    void establishesACallThatIsAnswered() {
        // given
        TodaysBot escalation = called("{}");
        // when
        Reply answered = escalation.answer();
        // then
        assertThat(answered.status()).isEqualTo(202);
        assertThat(answered.text()).isEmpty();
        assertTold(escalation.scenario(), 2, Map.of(escalation.caller(), "P"))
                .containsExactly("updated " + P + " establishing", "updated " + P + " established");
    }

    @Test
    void postsLaterNotificationsToTheCallbackOfTheCommandWithItsQuery() {
        // given
        TodaysBot escalation = called("{}");
        // when
        escalation.answer();
        // then
        assertThat(bot.next(escalation.scenario()).uri()).isEqualTo("/api/calls?escalation=42");
    }

    @Test
    void letsTheBotIntoAMeetingAndShowsItsRoster() {
        // given
        TodaysBot escalation = inCall("{}");
        // when
        Reply joined = escalation.joinLater().join();
        // then
        String meeting = joined.json().path("id").asText();
        assertThat(joined.status()).isEqualTo(201);
        assertThat(joined.location()).isEqualTo("https://graph.microsoft.com/beta/app/calls/" + meeting);
        assertThat(joined.json().path("state").asText()).isEqualTo("establishing");
        assertThat(joined.json().path("direction").asText()).isEqualTo("outgoing");
        assertTold(escalation.scenario(), 3, Map.of(meeting, "G"))
                .containsExactly(
                        "updated " + G + " establishing",
                        "updated " + G + " established",
                        "updated " + G + "/participants");
    }

    @Test
    void movesTheCallerIntoTheMeeting() {
        // given
        TodaysBot escalation = inCall("{}");
        String meeting = escalation.joined();
        // when
        Reply invited = escalation.inviteCaller(meeting);
        // then
        assertThat(invited.status()).isEqualTo(200);
        assertThat(invited.location()).isNull();
        assertThat(invited.json().path("status").asText()).isEqualTo("Running");
        assertThat(invited.json().path("clientContext").asText()).isEqualTo("esc-42-caller");
        assertTold(escalation.scenario(), 3, Map.of(escalation.caller(), "P", meeting, "G"))
                .containsExactly(
                        "deleted " + G + "/operations/O completed",
                        "updated " + G + "/participants",
                        "deleted " + P + " terminated");
        assertThat(bot.waiting(escalation.scenario())).isZero();
    }

    @Test
    void showsEverybodyInTheRosterAfterFurtherInvitations() {
        // given
        TodaysBot escalation = inCall("{}");
        String meeting = escalation.joined();
        escalation.inviteCaller(meeting);
        bot.skip(escalation.scenario(), 3);
        // when
        escalation.command("POST", meeting + "/microsoft.graph.participants/invite", TodaysBot.inviteBody("e11e"));
        escalation.command("POST", meeting + "/participants/microsoft.graph.invite", TodaysBot.inviteBody("f22f"));
        bot.skip(escalation.scenario(), 3);
        // then
        assertThat(bot.next(escalation.scenario()).data().findValues("identity"))
                .map(IdentitySets::key)
                .containsExactly(
                        "user:" + TodaysBot.ADA, "user:e11e", "user:f22f", "application:" + SandboxClient.APP_ID);
        assertThat(escalation
                        .command("GET", meeting + "/participants", null)
                        .json()
                        .path("value"))
                .hasSize(4);
    }

    @Test
    void endsTheBotsLegWhenItHangsUp() {
        // given
        TodaysBot escalation = inCall("{}");
        String meeting = escalation.joined();
        // when
        Reply left = escalation.command("DELETE", meeting, null);
        // then
        assertThat(left.status()).isEqualTo(204);
        assertTold(escalation.scenario(), 2, Map.of(meeting, "G"))
                .containsExactly("updated " + G + " terminating", "deleted " + G + " terminated");
        Reply after = escalation.command("GET", meeting, null);
        assertThat(after.status()).isEqualTo(404);
        assertThat(after.code()).isEqualTo("8522");
    }

    @Test
    void invitesOntoThePeerToPeerCallItself() {
        // given
        TodaysBot escalation = inCall("{}");
        // when
        escalation.command("POST", escalation.caller() + "/participants/invite", TodaysBot.inviteBody("e11e"));
        // then
        assertTold(escalation.scenario(), 2, Map.of(escalation.caller(), "P"))
                .containsExactly("deleted " + P + "/operations/O completed", "updated " + P + "/participants");
    }

    @Test
    void readsAndKeepsAliveACallThatStands() {
        // given
        TodaysBot escalation = inCall("{}");
        // when
        Reply call = escalation.command("GET", escalation.caller(), null);
        Reply roster = escalation.command("GET", escalation.caller() + "/participants", null);
        Reply alive = escalation.command("POST", escalation.caller() + "/keepAlive", null);
        // then
        assertThat(call.json().path("state").asText()).isEqualTo("established");
        assertThat(roster.json().path("value")).isEmpty();
        assertThat(alive.status()).isEqualTo(200);
    }

    @Test
    void removesAParticipantOnce() {
        // given
        TodaysBot escalation = inCall("{}");
        escalation.command("POST", escalation.caller() + "/participants/invite", TodaysBot.inviteBody("e11e"));
        bot.skip(escalation.scenario(), 2);
        String participants = escalation.caller() + "/participants";
        String id = "";
        for (JsonNode participant :
                escalation.command("GET", participants, null).json().path("value")) {
            if (participant.toString().contains("\"e11e\"")) {
                id = participant.path("id").asText();
            }
        }
        // when
        Reply removed = escalation.command("DELETE", participants + "/" + id, null);
        Reply again = escalation.command("DELETE", participants + "/" + id, null);
        // then
        assertThat(removed.status()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(404);
        assertTold(escalation.scenario(), 1, Map.of(escalation.caller(), "P"))
                .containsExactly("updated " + P + "/participants");
        assertThat(escalation.command("GET", participants, null).json().toString())
                .doesNotContain("\"e11e\"");
    }

    @Test
    void saysLittleAboutACallThatIsRejected() {
        // given
        TodaysBot escalation = called("{}");
        // when
        Reply rejected = escalation.command("POST", escalation.caller() + "/reject", "{\"reason\":\"busy\"}");
        // then
        assertThat(rejected.status()).isEqualTo(202);
        assertThat(bot.next(escalation.scenario()).data().has("state")).isFalse();
    }

    @Test
    void repeatsTheWholeCallWhenItIsRedirected() {
        // given
        TodaysBot escalation = called("{}");
        // when
        Reply redirected = escalation.command("POST", escalation.caller() + "/redirect", """
                {"targets":[{"identity":{"user":{"id":"e11e"}}}],"timeout":30}""");
        // then
        JsonNode data = bot.next(escalation.scenario()).data();
        assertThat(redirected.status()).isEqualTo(202);
        assertThat(data.path("state").asText()).isEqualTo("terminated");
        assertThat(data.has("source")).isTrue();
        assertThat(data.has("resultInfo")).isFalse();
    }
}
