package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A bot's order for a group call (Microsoft Graph v1.0, application: create call). */
record Join(String callback, List<String> modalities, JsonNode body) {

    private static final int MOST_TARGETS = 5;

    static Join of(JsonNode json, Form form) {
        GraphBody body = new GraphBody("call", json, form);
        if (form.old()) {
            body.knowsOnly(
                    "callback",
                    "subject",
                    "source",
                    "targets",
                    "targetDisposition",
                    "requestedModalities",
                    "mediaConfig",
                    "chatInfo",
                    "meetingInfo",
                    "tenantId");
        } else {
            body.knowsOnly(
                    "callbackUri",
                    "subject",
                    "source",
                    "targets",
                    "requestedModalities",
                    "mediaConfig",
                    "chatInfo",
                    "meetingInfo",
                    "tenantId",
                    "callOptions",
                    "direction");
        }
        String callback = body.callback();
        List<String> modalities =
                form.old() && !body.has("requestedModalities") ? List.of() : body.modalities("requestedModalities");
        if (body.has("mediaConfig")) {
            MediaConfig.check(body.object("mediaConfig"));
        }
        if (body.has("source")) {
            IdentityRules.checkSource(body.object("source"));
        }
        boolean targets = body.has("targets") && !body.objects("targets").isEmpty();
        if (targets) {
            checkTargets(body);
        }
        checkMeeting(body, targets);
        return new Join(callback, modalities, json);
    }

    private static void checkTargets(GraphBody body) {
        List<GraphBody> targets = body.objects("targets");
        if (targets.size() > MOST_TARGETS) {
            throw body.wrong("targets", "must name at most " + MOST_TARGETS + " participants");
        }
        targets.forEach(IdentityRules::identity);
    }

    private static void checkMeeting(GraphBody body, boolean targets) {
        if (body.has("chatInfo")) {
            body.object("chatInfo")
                    .knowsOnly("threadId", "messageId", "replyChainMessageId")
                    .text("threadId");
        }
        if (!body.has("meetingInfo")) {
            if (!targets && !body.form().old()) {
                throw body.wrong("meetingInfo", "must say which meeting to join, as there are no targets");
            }
            return;
        }
        GraphBody meeting = body.object("meetingInfo");
        switch (meeting.text("@odata.type")) {
            case "#microsoft.graph.organizerMeetingInfo" -> {
                meeting.knowsOnly("organizer", "allowConversationWithoutHost");
                IdentityRules.checkNames(meeting.object("organizer"));
                meeting.object("organizer").object("user").text("id");
                body.object("chatInfo");
            }
            case "#microsoft.graph.tokenMeetingInfo" -> meeting.text("token");
            case "#microsoft.graph.joinMeetingIdMeetingInfo" -> meeting.text("joinMeetingId");
            default ->
                throw meeting.wrong(
                        "@odata.type",
                        "must be #microsoft.graph.organizerMeetingInfo, tokenMeetingInfo or joinMeetingIdMeetingInfo");
        }
    }
}
