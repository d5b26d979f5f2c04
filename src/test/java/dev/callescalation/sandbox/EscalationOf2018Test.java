package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.SandboxClient.Placed;
import dev.callescalation.sandbox.SandboxClient.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flow of "participant: invite" (beta, December 2018), with its own people. */
class EscalationOf2018Test extends SandboxTest {

    private static final String USER = "8A34A46B-3D17-4ADC-8DCE-DC4E7D572698";
    private static final String ORDER = """
            {"form":"%s","requestedModalities":["audio","video"],
             "caller":{"user":{"displayName":"Test User","language":"en-US","id":"8A34A46B-3D17-4ADC-8DCE-DC4E7D572698"}}}""";
    static final String JOIN = """
            {"subject":"Test Call","callback":"%s","targetDisposition":"default","requestedModalities":[],
             "source":{"@odata.type":"#microsoft.graph.participantInfo","identity":{"application":{"id":"b0b0"}}},
             "chatInfo":{"threadId":"90ED37DC","messageId":"1507228578052","replyChainMessageId":"1507228578052"},
             "meetingInfo":{"@odata.type":"#microsoft.graph.organizerMeetingInfo",
              "organizer":{"user":{"id":"90ED37DC","tenantId":"49BFC225"}}}}""";
    private static final String ANSWER = """
            {"callback":"%s","acceptModalities":["audio","video"],
             "mediaConfig":{"@odata.type":"#microsoft.graph.serviceHostedMediaConfig",
              "preFetchMedia":[{"url":"https://cdn.contoso.com/beep.wav","resourceId":"1D6DE2D4"}]}}""";

    @ParameterizedTest
    @ValueSource(strings = {"app", "applications"})
    void movesTheCallerIntoTheMeetingAndLeaves(String form) {
        // given
        String prefix = form.equals("app") ? "/app/calls" : "/applications/" + SandboxClient.APP_ID + "/calls";
        String calls = "/beta" + prefix;
        Placed placed = client.place(ORDER.formatted(form));
        String p = placed.callId();
        // when
        Reply answered = command(placed, "POST", calls + "/" + p + "/answer", ANSWER.formatted(bot.url()));
        Reply joined = command(placed, "POST", calls, JOIN.formatted(bot.url()));
        String g = joined.idInLocation();
        bot.skip(placed.scenarioId(), 5);
        Reply invited = command(placed, "POST", calls + "/" + g + "/participants/invite", invitation(prefix + "/" + p));
        Reply left = command(placed, "DELETE", calls + "/" + g, null);
        // then
        assertThat(List.of(answered.status(), joined.status(), invited.status(), left.status()))
                .containsExactly(200, 201, 200, 204);
        assertTold(placed.scenarioId(), 6, Map.of(p, "P", g, "G", prefix, "/…"))
                .containsExactly(
                        "deleted /…/G/operations/O completed",
                        "updated /…/P/participants",
                        "updated /…/P terminated",
                        "deleted /…/P",
                        "updated /…/G terminating",
                        "deleted /…/G terminated");
    }

    @Test
    void repliesAsTheDocumentDoes() {
        // given
        Placed placed = client.place(ORDER.formatted("app"));
        // when
        Reply answered =
                command(placed, "POST", "/beta/app/calls/" + placed.callId() + "/answer", ANSWER.formatted(bot.url()));
        Reply joined = command(placed, "POST", "/beta/app/calls", JOIN.formatted(bot.url()));
        String g = joined.idInLocation();
        bot.skip(placed.scenarioId(), 5);
        Reply invited = command(
                placed,
                "POST",
                "/beta/app/calls/" + g + "/participants/invite",
                invitation("/app/calls/" + placed.callId()));
        // then
        assertThat(names(answered.json()))
                .containsExactlyInAnyOrder("clientContext", "createdDateTime", "id", "lastActionDateTime", "status");
        assertThat(answered.json().path("status").asText()).isEqualTo("Running");
        assertThat(joined.text()).isEmpty();
        assertThat(joined.location()).matches("https://graph\\.microsoft\\.com/beta/app/calls/[0-9A-F]{32}");
        assertThat(names(invited.json()))
                .containsExactlyInAnyOrder("clientContext", "createdDateTime", "id", "lastActionDateTime", "status");
        assertThat(invited.location())
                .isEqualTo("https://graph.microsoft.com/beta/app/calls/" + g + "/operations/"
                        + invited.json().path("id").asText());
    }

    @Test
    void notifiesInTheShapesOfTheDocument() {
        // given
        Placed placed = client.place(ORDER.formatted("app"));
        String p = "/app/calls/" + placed.callId();
        // when and then
        assertNext(placed, "created", p, """
                {"@odata.type":"#microsoft.graph.call","@odata.id":"P","@odata.etag":"W/\\"5445\\"","state":"incoming",
                 "direction":"incoming",
                 "source":{"@odata.type":"#microsoft.graph.participantInfo","identity":{
                  "user":{"displayName":"Test User","language":"en-US","id":"USER"}}},
                 "targets":[{"@odata.type":"#microsoft.graph.participantInfo","identity":{
                  "application":{"displayName":"Call escalation","language":"en-US","id":"BOT"}}}],
                 "requestedModalities":["audio","video"]}""");
        // when and then
        command(placed, "POST", "/beta" + p + "/answer", ANSWER.formatted(bot.url()));
        assertNext(placed, "updated", p, """
                {"@odata.type":"#microsoft.graph.call","@odata.id":"P","@odata.etag":"W/\\"5445\\"","state":"establishing"}""");
        assertNext(placed, "updated", p, """
                {"@odata.type":"#microsoft.graph.call","@odata.id":"P","@odata.etag":"W/\\"5445\\"","state":"established",
                 "activeModalities":["audio","video"],"requestedModalities":[]}""");
        // when and then
        String g = "/app/calls/"
                + command(placed, "POST", "/beta/app/calls", JOIN.formatted(bot.url()))
                        .idInLocation();
        assertNext(placed, "updated", g, """
                {"@odata.type":"#microsoft.graph.call","@odata.id":"P","@odata.etag":"W/\\"5445\\"","state":"establishing",
                 "direction":"outgoing"}""");
        assertNext(placed, "updated", g, """
                {"@odata.type":"#microsoft.graph.call","@odata.id":"P","@odata.etag":"W/\\"5445\\"","state":"established",
                 "activeModalities":[]}""");
    }

    @Test
    void notifiesOfTheMoveInTheShapesOfTheDocument() {
        // given
        Placed placed = client.place(ORDER.formatted("app"));
        String p = "/app/calls/" + placed.callId();
        command(placed, "POST", "/beta" + p + "/answer", ANSWER.formatted(bot.url()));
        String g = "/app/calls/"
                + command(placed, "POST", "/beta/app/calls", JOIN.formatted(bot.url()))
                        .idInLocation();
        bot.skip(placed.scenarioId(), 5);
        // when
        JsonNode reply = command(placed, "POST", "/beta" + g + "/participants/invite", invitation(p))
                .json();
        // then
        String context = reply.path("clientContext").asText();
        assertThat(context).matches("[0-9A-F]{32}");
        assertNext(placed, "deleted", g + "/operations/" + reply.path("id").asText(), """
                {"@odata.type":"#microsoft.graph.inviteParticipantsOperation","@odata.id":"P","@odata.etag":"W/\\"51\\"",
                 "clientContext":"CONTEXT","status":"completed"}""".replace("CONTEXT", context));
        assertNext(placed, "updated", p + "/participants", """
                [{"@odata.type":"#microsoft.graph.participant","@odata.id":"P/8A34A46B3D174ADC8DCEDC4E7D572698",
                  "@odata.etag":"W/\\"51\\"","info":{"@odata.type":"#microsoft.graph.participantInfo","identity":{
                   "user":{"region":"westus","languageId":"en-US","displayName":"Test User","id":"USER"}}},
                  "mediaStreams":[{"mediaType":"audio","label":"main-audio","sourceId":"1","direction":"sendReceive"}]},
                 {"@odata.type":"#microsoft.graph.participant","@odata.id":"P/B0B0B0B000004000800000000000B0B0",
                  "@odata.etag":"W/\\"55\\"","info":{"@odata.type":"#microsoft.graph.participantInfo","identity":{
                   "application":{"region":"westus","languageId":"en-US","displayName":"Call escalation","id":"BOT"}}},
                  "mediaStreams":[{"mediaType":"audio","label":"main-audio","sourceId":"2","direction":"sendReceive"}]}]""");
        assertNext(placed, "updated", p, """
                {"@odata.type":"#microsoft.graph.call","@odata.id":"P","@odata.etag":"W/\\"5445\\"","state":"terminated",
                 "terminationReason":"AppInitiated"}""");
        assertNext(placed, "deleted", p, """
                {"@odata.type":"#microsoft.graph.call","@odata.id":"P","@odata.etag":"W/\\"5445\\""}""");
    }

    @Test
    void invitesOntoThePeerToPeerCallAsTheShortExampleDoes() {
        // given
        Placed placed = client.place(ORDER.formatted("app"));
        String p = "/app/calls/" + placed.callId();
        command(placed, "POST", "/beta" + p + "/answer", ANSWER.formatted(bot.url()));
        bot.skip(placed.scenarioId(), 3);
        // when
        Reply invited = command(placed, "POST", "/beta" + p + "/participants/invite", """
                {"participants":[{"endpointType":"default","identity":{"user":{"id":"550fae72","displayName":"Heidi Steen"}},
                  "languageId":"en-US","region":"westus"}],"clientContext":"d45324c1"}""");
        // then
        assertThat(invited.location()).isNull();
        assertThat(invited.json().path("status").asText()).isEqualTo("running");
        JsonNode operation = bot.next(placed.scenarioId()).data();
        assertThat(operation.path("@odata.type").asText()).isEqualTo("#microsoft.graph.commsOperation");
        assertThat(operation.path("clientContext").asText()).isEqualTo("d45324c1");
        JsonNode heidi = bot.next(placed.scenarioId()).data().path(1);
        assertThat(heidi.at("/info/languageId").asText()).isEqualTo("en-US");
        assertThat(heidi.at("/info/identity/user/displayName").asText()).isEqualTo("Heidi Steen");
        assertThat(heidi.at("/mediaStreams/0/serverMuted").isBoolean()).isTrue();
    }

    private static Reply command(Placed placed, String method, String path, String body) {
        return client.command(method, path, body, placed.scenarioId());
    }

    private static String invitation(String replaced) {
        return """
                {"participants":[{"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                  "identity":{"user":{"id":"%s"}},"replacesCallId":"%s"}]}""".formatted(USER, replaced);
    }

    /** @param data with P for the resource, USER and BOT for the ids of the two */
    private static void assertNext(Placed placed, String changeType, String resource, String data) {
        JsonNode expected = SandboxJson.object()
                .set(
                        "value",
                        SandboxJson.array(List.of(SandboxJson.object()
                                .put("changeType", changeType)
                                .put("resource", resource)
                                .set(
                                        "resourceData",
                                        SandboxJson.parse(data.replace("\"P\"", "\"" + resource + "\"")
                                                .replace("\"P/", "\"" + resource + "/")
                                                .replace("USER", USER)
                                                .replace("BOT", SandboxClient.APP_ID))))));
        assertThat(bot.next(placed.scenarioId()).body()).isEqualTo(expected);
    }

    private static List<String> names(JsonNode json) {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }
}
