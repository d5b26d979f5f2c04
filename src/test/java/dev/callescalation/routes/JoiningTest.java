package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class JoiningTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.webhook.public-url=https://bot.example.org/api/calls",
            "calls.meeting.subject=Say \"hi\" {to} Ada",
            "calls.meeting.join-url=https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context="
                    + "%7b%22Tid%22%3a%2272f988bf-86f1-41af-91ab-2d7cd011db47%22%2c%22Oid%22%3a%22aa10%22%7d");

    @RegisterExtension
    static final BundleExtension IMPATIENT = BundleExtension.with(
            "calls.escalation.established-deadline-ms=1000", "calls.escalation.watch-period-ms=50");

    @RegisterExtension
    static final BundleExtension WITH_MEDIA = BundleExtension.with("calls.meeting.media=audio");

    @EachPrefix
    void joinsTheMeetingOfTheLinkWithoutMedia(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.callerIs("established");
        // then
        ObjectNode body = (ObjectNode) call.request("POST", call.calls()).body();
        assertThat(body).isEqualTo(json(call.byDialect("""
                {"subject":"Say \\"hi\\" {to} Ada","callback":"https://bot.example.org/api/calls?escalation=%s",
                 "source":{"@odata.type":"#microsoft.graph.participantInfo","identity":{"application":{"id":"%s"}}},
                 "targetDisposition":"default","requestedModalities":[],
                 "chatInfo":{"threadId":"19:meeting_x@thread.v2","messageId":"0"},
                 "meetingInfo":{"@odata.type":"#microsoft.graph.organizerMeetingInfo",
                   "organizer":{"user":{"id":"aa10","tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47"}}}}""", """
                {"@odata.type":"#microsoft.graph.call",
                 "subject":"Say \\"hi\\" {to} Ada","callbackUri":"https://bot.example.org/api/calls?escalation=%s",
                 "tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47",
                 "source":{"@odata.type":"#microsoft.graph.participantInfo",
                   "identity":{"@odata.type":"#microsoft.graph.identitySet",
                     "application":{"@odata.type":"#microsoft.graph.identity","id":"%s"}}},
                 "requestedModalities":[],
                 "chatInfo":{"@odata.type":"#microsoft.graph.chatInfo","threadId":"19:meeting_x@thread.v2","messageId":"0"},
                 "meetingInfo":{"@odata.type":"#microsoft.graph.organizerMeetingInfo",
                   "organizer":{"@odata.type":"#microsoft.graph.identitySet","user":{
                     "@odata.type":"#microsoft.graph.identity","id":"aa10",
                     "tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47"}},
                   "allowConversationWithoutHost":true}}""").formatted(call.escalationId(), TestBundle.APP_ID)));
    }

    @EachPrefix
    void asksForAudioInTodaysDialectWhereTheSettingSaysSo(String prefix) {
        // given
        TestCall call = WITH_MEDIA.call(prefix).incoming();
        // when
        call.callerIs("established");
        // then
        ObjectNode body = (ObjectNode) call.request("POST", call.calls()).body();
        assertThat(body.path("requestedModalities")).isEqualTo(json(call.byDialect("[]", "[\"audio\"]")));
        assertThat(body.path("mediaConfig").path("@odata.type").asText(""))
                .isEqualTo(call.byDialect("", "#microsoft.graph.serviceHostedMediaConfig"));
    }

    @EachPrefix
    void joinsOnceMoreWhenNothingIsHeardOfTheJoin(String prefix) {
        // given
        TestCall call = IMPATIENT.call(prefix).incoming();
        new NextReply(IMPATIENT, call, CommandKind.JOIN).is(504);
        // when
        call.callerIs("established").awaitOperation("join-2", "completed");
        // then
        assertThat(call.meetingCallId()).isNotEmpty();
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        assertThat(joins(call)).isEqualTo(2);
    }

    @EachPrefix
    void givesUpWhenNothingIsHeardOfTheSecondJoinEither(String prefix) {
        // given
        TestCall call = IMPATIENT.call(prefix).incoming();
        new NextReply(IMPATIENT, call, CommandKind.JOIN).is(504);
        new NextReply(IMPATIENT, call, CommandKind.JOIN).is(504);
        // when
        call.callerIs("established").awaitPhase("failed");
        // then
        assertThat(call.view().path("failure").asText())
                .isEqualTo("Graph sent no news of the join, though it was asked twice.");
        assertThat(joins(call)).isEqualTo(2);
        call.request("DELETE", call.calls() + "/" + call.callerCallId());
    }

    @EachPrefix
    void joinsOnceWhereTheCallbackNamesTheMeeting(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(BUNDLE, call, CommandKind.JOIN).is(504);
        call.callerIs("established").awaitOperation("join", "running");
        // when
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        // then
        call.awaitOperation("invite-caller", "running");
        assertThat(call.meetingCallId()).isEqualTo(meeting);
        assertThat(joins(call)).isEqualTo(1);
    }

    private static long joins(TestCall call) {
        return call.requests().stream()
                .filter(request ->
                        request.method().equals("POST") && request.path().equals(call.calls()))
                .count();
    }

    @EachPrefix
    void knowsTheMeetingAfterTheReply(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.untilJoining();
        // then
        assertThat(call.meetingCallId()).isNotEmpty();
        assertThat(BUNDLE.bundle().get("/escalations/" + call.meetingCallId()).statusCode())
                .isEqualTo(200);
    }
}
