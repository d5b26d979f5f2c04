package dev.callescalation.sandbox;

/** Bodies and paths of today's dialect, as a correct bot writes them. */
final class TodaysCommands {

    static final String CALLS = "/v1.0/communications/calls";
    static final String ADA = "ada0ada0-0000-4000-8000-00000000ada0";

    private TodaysCommands() {}

    static String answer(String callback) {
        return """
                {"callbackUri":"%s","acceptedModalities":["audio"],
                 "mediaConfig":{"@odata.type":"#microsoft.graph.serviceHostedMediaConfig","preFetchMedia":[]}}""".formatted(callback);
    }

    static String join(String callback) {
        return """
                {"@odata.type":"#microsoft.graph.call","callbackUri":"%s","tenantId":"%s","subject":"escalation 42",
                 "requestedModalities":[],
                 "chatInfo":{"@odata.type":"#microsoft.graph.chatInfo","threadId":"19:m@thread.v2","messageId":"0"},
                 "meetingInfo":{"@odata.type":"#microsoft.graph.organizerMeetingInfo",
                  "organizer":{"user":{"id":"aa10","tenantId":"%s"}},"allowConversationWithoutHost":true}}""".formatted(callback, SandboxClient.TENANT, SandboxClient.TENANT);
    }

    static String inviteCaller(String callId) {
        return """
                {"participants":[{"@odata.type":"#microsoft.graph.invitationParticipantInfo","replacesCallId":"%s",
                  "identity":{"user":{"id":"%s"}}}],"clientContext":"esc-42-caller"}""".formatted(callId, ADA);
    }

    static String invite(String userId) {
        return """
                {"participants":[{"identity":{"user":{"id":"%s"}}}],"clientContext":"esc-42-%s"}""".formatted(userId, userId);
    }
}
