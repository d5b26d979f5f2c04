package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.sandbox.SandboxClient.Placed;
import dev.callescalation.sandbox.SandboxClient.Reply;
import java.util.concurrent.CompletableFuture;

/** The commands of a correct bot in today's dialect, in one scenario. */
final class TodaysBot {

    static final String CALLS = "/v1.0/communications/calls";
    static final String ADA = "ada0ada0-0000-4000-8000-00000000ada0";

    private final SandboxClient client;
    private final TestBot webhook;
    private final Placed placed;

    private TodaysBot(SandboxClient client, TestBot webhook, Placed placed) {
        this.client = client;
        this.webhook = webhook;
        this.placed = placed;
    }

    /** Somebody calls the bot, and it has been told. */
    static TodaysBot called(SandboxClient client, TestBot webhook, String order) {
        TodaysBot bot = new TodaysBot(client, webhook, client.place(order));
        webhook.skip(bot.scenario(), 1);
        return bot;
    }

    static TodaysBot inCall(SandboxClient client, TestBot webhook, String order) {
        TodaysBot bot = called(client, webhook, order);
        assertThat(bot.answer().status()).isEqualTo(202);
        webhook.skip(bot.scenario(), 2);
        return bot;
    }

    Placed placed() {
        return placed;
    }

    String scenario() {
        return placed.scenarioId();
    }

    String caller() {
        return placed.callId();
    }

    Reply answer() {
        return command("POST", caller() + "/answer", answerBody(webhook.url() + "?escalation=42"));
    }

    /** The id of the meeting's call; its three notifications are left for the test. */
    String join() {
        Reply reply = joinLater().join();
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.idInLocation();
    }

    CompletableFuture<Reply> joinLater() {
        return client.commandLater(
                "POST", CALLS, joinBody(webhook.url() + "?escalation=42"), scenario(), SandboxClient.TENANT);
    }

    /** In the meeting, and told so. */
    String joined() {
        String meeting = join();
        webhook.skip(scenario(), 3);
        return meeting;
    }

    Reply inviteCaller(String meeting) {
        return command("POST", meeting + "/participants/invite", inviteCallerBody(caller()));
    }

    Reply command(String method, String path, String body) {
        return client.command(method, CALLS + "/" + path, body, scenario());
    }

    static String answerBody(String callback) {
        return """
                {"callbackUri":"%s","acceptedModalities":["audio"],
                 "mediaConfig":{"@odata.type":"#microsoft.graph.serviceHostedMediaConfig","preFetchMedia":[]}}""".formatted(callback);
    }

    static String joinBody(String callback) {
        return """
                {"@odata.type":"#microsoft.graph.call","callbackUri":"%s","tenantId":"%s","subject":"escalation 42",
                 "requestedModalities":[],
                 "chatInfo":{"@odata.type":"#microsoft.graph.chatInfo","threadId":"19:m@thread.v2","messageId":"0"},
                 "meetingInfo":{"@odata.type":"#microsoft.graph.organizerMeetingInfo",
                  "organizer":{"user":{"id":"aa10","tenantId":"%s"}},"allowConversationWithoutHost":true}}""".formatted(callback, SandboxClient.TENANT, SandboxClient.TENANT);
    }

    static String inviteCallerBody(String callId) {
        return """
                {"participants":[{"@odata.type":"#microsoft.graph.invitationParticipantInfo","replacesCallId":"%s",
                  "identity":{"user":{"id":"%s"}}}],"clientContext":"esc-42-caller"}""".formatted(callId, ADA);
    }

    static String inviteBody(String userId) {
        return """
                {"participants":[{"identity":{"user":{"id":"%s"}}}],"clientContext":"esc-42-%s"}""".formatted(userId, userId);
    }
}
