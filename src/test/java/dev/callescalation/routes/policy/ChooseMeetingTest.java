package dev.callescalation.routes.policy;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChooseMeetingTest {

    private static final String LINK =
            "calls.meeting.join-url=https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context="
                    + "%7b%22Tid%22%3a%2272f988bf-86f1-41af-91ab-2d7cd011db47%22%2c%22Oid%22%3a%22aa10%22%7d";

    @RegisterExtension
    static final BundleExtension BY_LINK = BundleExtension.with(LINK, "calls.meeting.thread-id=19:other@thread.v2");

    @RegisterExtension
    static final BundleExtension BY_THREAD = BundleExtension.with(
            "calls.meeting.join-url=",
            "calls.meeting.thread-id=19:abc@thread.tacv2",
            "calls.meeting.message-id=1533758867081",
            "calls.meeting.reply-chain-message-id=1533758867080",
            "calls.meeting.organizer-user-id=0ad5c4a1-0000-4000-8000-0000000aa10a",
            "calls.meeting.organizer-tenant-id=72f988bf-86f1-41af-91ab-2d7cd011db47",
            "calls.meeting.join-meeting-id=1234");

    @RegisterExtension
    static final BundleExtension BY_THREAD_ALONE = BundleExtension.with(
            "calls.meeting.join-url=",
            "calls.meeting.thread-id=19:abc@thread.v2",
            "calls.meeting.organizer-user-id=0ad5c4a1-0000-4000-8000-0000000aa10a");

    @RegisterExtension
    static final BundleExtension BY_MEETING_ID = BundleExtension.with(
            "calls.meeting.join-url=", "calls.meeting.join-meeting-id=312 345 678", "calls.meeting.passcode=x9'H,2)");

    @RegisterExtension
    static final BundleExtension BY_MEETING_ID_ALONE = BundleExtension.with(
            "calls.meeting.join-url=", "calls.meeting.join-meeting-id=312345678", "calls.meeting.token=t");

    @RegisterExtension
    static final BundleExtension BY_TOKEN = BundleExtension.with(
            "calls.meeting.join-url=",
            "calls.meeting.token=a.b-c_d==",
            "calls.meeting.subject=Say \"hi\" it's {to} 100 %");

    @RegisterExtension
    static final BundleExtension NONE = BundleExtension.with("calls.meeting.join-url=");

    @EachPrefix
    void takesTheLinkBeforeEverythingElse(String prefix) {
        // when
        JsonNode join = join(BY_LINK, prefix);
        // then
        assertThat(join.at("/chatInfo/threadId").asText()).isEqualTo("19:meeting_x@thread.v2");
        assertThat(join.at("/meetingInfo/organizer/user/id").asText()).isEqualTo("aa10");
    }

    @EachPrefix
    void takesTheChatAndTheOrganizer(String prefix) {
        // when
        JsonNode join = join(BY_THREAD, prefix);
        // then
        assertThat(join.path("chatInfo")).isEqualTo(json(byDialect(prefix, """
                {"threadId":"19:abc@thread.tacv2","messageId":"1533758867081","replyChainMessageId":"1533758867080"}""", """
                {"@odata.type":"#microsoft.graph.chatInfo","threadId":"19:abc@thread.tacv2",
                 "messageId":"1533758867081","replyChainMessageId":"1533758867080"}""")));
        assertThat(join.path("meetingInfo")).isEqualTo(json(byDialect(prefix, """
                {"@odata.type":"#microsoft.graph.organizerMeetingInfo",
                 "organizer":{"user":{"id":"0ad5c4a1-0000-4000-8000-0000000aa10a",
                   "tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47"}}}""", """
                {"@odata.type":"#microsoft.graph.organizerMeetingInfo",
                 "organizer":{"@odata.type":"#microsoft.graph.identitySet","user":{
                   "@odata.type":"#microsoft.graph.identity","id":"0ad5c4a1-0000-4000-8000-0000000aa10a",
                   "tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47"}},
                 "allowConversationWithoutHost":true}""")));
    }

    @EachPrefix
    void fillsInWhatAMeetingOutsideAChannelHas(String prefix) {
        // when
        JsonNode join = join(BY_THREAD_ALONE, prefix);
        // then
        assertThat(join.at("/chatInfo/messageId").asText()).isEqualTo("0");
        assertThat(join.path("chatInfo").has("replyChainMessageId")).isFalse();
        assertThat(join.at("/meetingInfo/organizer/user").has("tenantId")).isFalse();
    }

    @EachPrefix
    void takesTheNumberThatPeopleTypeWithItsPasscode(String prefix) {
        // when
        JsonNode join = join(BY_MEETING_ID, prefix);
        // then
        assertThat(join.path("meetingInfo")).isEqualTo(json("""
                {"@odata.type":"#microsoft.graph.joinMeetingIdMeetingInfo","joinMeetingId":"312345678",
                 "passcode":"x9'H,2)"}"""));
        assertThat(join.has("chatInfo")).isFalse();
    }

    @EachPrefix
    void saysByNullThatAMeetingHasNoPasscode(String prefix) {
        // when
        JsonNode join = join(BY_MEETING_ID_ALONE, prefix);
        // then
        assertThat(join.path("meetingInfo")).isEqualTo(json("""
                {"@odata.type":"#microsoft.graph.joinMeetingIdMeetingInfo","joinMeetingId":"312345678","passcode":null}"""));
    }

    @EachPrefix
    void takesATokenAlone(String prefix) {
        // when
        JsonNode join = join(BY_TOKEN, prefix);
        // then
        assertThat(join.path("meetingInfo")).isEqualTo(json("""
                {"@odata.type":"#microsoft.graph.tokenMeetingInfo","token":"a.b-c_d=="}"""));
        assertThat(join.has("chatInfo")).isFalse();
        assertThat(join.path("subject").asText()).isEqualTo("Say \"hi\" it's {to} 100 %");
    }

    @EachPrefix
    void asksForANewMeetingWhereNoneIsNamed(String prefix) {
        // given
        TestCall call = NONE.call(prefix).incoming().awaitOperation("answer", "completed");
        // when
        call.callerIs("established");
        // then
        JsonNode join = call.request("POST", call.calls()).body();
        assertThat(join.has("chatInfo")).isFalse();
        assertThat(join.has("meetingInfo")).isFalse();
        if (call.isApp()) {
            call.awaitOperation("join", "completed");
        } else {
            call.awaitPhase("failed"); // today's dialect has no such meeting
        }
    }

    private static JsonNode join(BundleExtension bundle, String prefix) {
        TestCall call = bundle.call(prefix).incoming().awaitOperation("answer", "completed");
        call.callerIs("established").awaitOperation("join", "completed");
        return call.request("POST", call.calls()).body();
    }

    private static String byDialect(String prefix, String app, String communications) {
        return prefix.equals("/communications") ? communications : app;
    }
}
