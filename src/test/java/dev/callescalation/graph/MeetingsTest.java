package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeetingsTest {

    private static final String THREAD = "19:meeting_NDQzMjQ1@thread.v2";
    private static final String CONTEXT = "{\"Tid\":\"tenant-1\",\"Oid\":\"user-1\"}";
    private static final String ONCE =
            "https://teams.microsoft.com/l/meetup-join/" + encoded(THREAD) + "/0?context=" + encoded(CONTEXT);
    private static final String ORGANIZER = "'meetingInfo':{'@odata.type':'#microsoft.graph.organizerMeetingInfo',"
            + "'organizer':{'user':{'id':'user-1','tenantId':'tenant-1'}},'allowConversationWithoutHost':true},"
            + "'tenantId':'tenant-1'}";
    private static final String MEETING = "{'chatInfo':{'threadId':'" + THREAD + "','messageId':'0'}," + ORGANIZER;

    private final Meetings meetings = new Meetings();

    // ---- from a link

    static Stream<String> linksToTheMeeting() {
        return Stream.of(
                ONCE,
                "  " + ONCE + "\n",
                ONCE.replace("%3A", "%3a").replace("%40", "%40"),
                "https://teams.microsoft.com/l/meetup-join/" + THREAD + "/0?context=" + CONTEXT,
                "https://teams.microsoft.com/l/meetup-join/" + encoded(encoded(THREAD)) + "/0?context="
                        + encoded(encoded(CONTEXT)),
                encoded(ONCE),
                ONCE.replace("teams.microsoft.com", "teams.cloud.microsoft"),
                ONCE.replace("teams.microsoft.com", "gov.teams.microsoft.us"),
                ONCE.replace("teams.microsoft.com", "dod.teams.microsoft.us"),
                ONCE.replace("?context", "/?context"),
                ONCE.replace("?context", "?anon=true&context"),
                ONCE + "&anon=true",
                ONCE + "#part",
                encoded(encoded(ONCE)),
                ONCE.replace("https:", "msteams:"));
    }

    /** As a mail scanner, a search engine or a page of Teams wraps a link, which begins with the host of Teams. */
    static Stream<String> wrappedLinks(String link) {
        String inTeams = link.replace("https://teams.microsoft.com", "");
        String safeLink = "https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url=" + encoded(link)
                + "&data=05%7C02%7Cada%40example.org%7C&sdata=x%3D&reserved=0";
        String launcher = "https://teams.microsoft.com/dl/launcher/launcher.html?url=" + encoded("/_#" + inTeams)
                + "&type=meetup-join&deeplinkId=1&directDl=true&suppressPrompt=true";
        return Stream.of(
                safeLink,
                launcher,
                safeLink.replace(encoded(link), encoded(launcher)),
                "https://teams.microsoft.com/_#" + inTeams,
                "https://teams.microsoft.com/v2/?meetingjoin=true#" + inTeams,
                "https://www.google.com/url?q=" + link.replace("&", "%26") + "&sa=D&ust=1",
                "https://linkprotect.cudasvc.com/url?a=" + encoded(link) + "&c=E,1,x&typo=1",
                "https://secure-web.cisco.com/1abcDEF-_/" + encoded(link),
                "https://urldefense.proofpoint.com/v2/url?u="
                        + link.replace("-", "-2D")
                                .replace("_", "-5F")
                                .replace(":", "-3A")
                                .replace("%", "-25")
                                .replace("?", "-3F")
                                .replace("=", "-3D")
                                .replace("&", "-26")
                                .replace("/", "_")
                        + "&d=DwMF&c=x",
                "https://urldefense.com/v3/__" + link.replace("%", "*") + "__;"
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(link.replaceAll("[^%]", "").getBytes(StandardCharsets.UTF_8))
                        + "!!abc$");
    }

    static Stream<String> wrappedLongLinks() {
        return wrappedLinks(ONCE + "&anon=true");
    }

    @ParameterizedTest
    @MethodSource("wrappedLongLinks")
    void aWrappedLinkIsUnwrapped(String link) throws Exception {
        assertThat(meetings.fromJoinUrl(link)).isEqualTo(json(MEETING));
    }

    static Stream<String> shortLinks() {
        String link = "https://teams.microsoft.com/meet/234567891012?p=xY9zzQ";
        return Stream.concat(
                wrappedLinks(link + "&anon=true"),
                Stream.of(
                        link,
                        link.replace("teams.microsoft.com", "gov.teams.microsoft.us"),
                        link.replace("teams.microsoft.com", "dod.teams.microsoft.us"),
                        link.replace("?p=", "/?anon=true&p="),
                        link.replace("234567891012", "234%20567%20891%20012")));
    }

    @ParameterizedTest
    @MethodSource("shortLinks")
    void aShortLinkNamesTheMeetingByItsIdAndPasscode(String link) {
        assertThat(meetings.fromJoinUrl(link)).isEqualTo(meetings.byJoinMeetingId("234567891012", "xY9zzQ"));
    }

    @Test
    void aShortLinkMayHaveNoPasscode() {
        assertThat(meetings.fromJoinUrl("https://teams.microsoft.com/meet/234567891012"))
                .isEqualTo(meetings.byJoinMeetingId("234567891012", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://teams.live.com/meet/9412345678901?p=xY9zzQ | leads to a personal meeting",
                "https://teams.live.com/l/meetup-join/19:x@thread.v2/0?context={xY9zzQ} | leads to a personal meeting",
                "https://teams.live.com/dl/launcher/launcher.html?url=%2F_%23%2Fmeet%2F94?p=xY9zzQ | leads to a personal",
                "https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.live.com%2Fmeet%2F94%3Fp%3DxY9zzQ"
                        + " | leads to a personal meeting",
                "https://teams.microsoft.com/light-meetings/launch?coords=xY9zzQ | leads to the light meeting page",
                "https://events.teams.microsoft.com/event/xY9zzQ@1 | leads to a live event",
                "https://teams.microsoft.com/convene/townhalls?eventId=xY9zzQ | leads to a live event",
                "https://teams.microsoft.com/l/meetup-join/19:x@thread.v2/0?context={\"Tid\":\"t\",\"Oid\":\"xY9zzQ\","
                        + "\"IsBroadcastMeeting\":true} | leads to a live event",
            })
    void aMeetingThatABotCannotJoinIsRefusedWithItsReason(String link, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meetings.fromJoinUrl(link))
                .withMessageStartingWith("calls.meeting.join-url " + reason)
                .withMessageNotContaining("xY9zzQ");
    }

    @ParameterizedTest
    @MethodSource("linksToTheMeeting")
    void aLinkIsReadHoweverItIsWritten(String link) throws Exception {
        assertThat(meetings.fromJoinUrl(link)).isEqualTo(json(MEETING));
    }

    @Test
    void aLinkToAMeetingInAChannelNamesItsFirstMessage() throws Exception {
        // when
        ObjectNode meeting = meetings.fromJoinUrl(ONCE.replace("/0?", "/1533758867081?"));
        // then
        assertThat(meeting).isEqualTo(json(MEETING.replace("'messageId':'0'", "'messageId':'1533758867081'")));
    }

    @Test
    void aContextWithAMessageIdNamesTheReplyChain() throws Exception {
        // given
        String context = "{\"Tid\":\"tenant-1\",\"Oid\":\"user-1\",\"MessageId\":\"1533758867081\"}";
        // when
        ObjectNode meeting = meetings.fromJoinUrl("https://teams.microsoft.com/l/meetup-join/" + encoded(THREAD)
                + "/1533758867081?context=" + encoded(context));
        // then
        assertThat(meeting)
                .isEqualTo(json(MEETING.replace(
                        "'messageId':'0'", "'messageId':'1533758867081','replyChainMessageId':'1533758867081'")));
    }

    @Test
    void aMessageIdOfZeroNamesNoReplyChain() throws Exception {
        // given
        String context = "{\"Tid\":\"tenant-1\",\"Oid\":\"user-1\",\"MessageId\":\"0\"}";
        // when
        ObjectNode meeting = meetings.fromJoinUrl(ONCE.replace(encoded(CONTEXT), encoded(context)));
        // then
        assertThat(meeting).isEqualTo(json(MEETING));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "NULL",
            value = {
                "NULL | is not a link to a Teams meeting",
                "`` | is not a link to a Teams meeting",
                "hello | is not a link to a Teams meeting",
                "50% off | is not a link to a Teams meeting",
                "https://teams.microsoft.com/meet/abc?p=abc | has no meeting id",
                "https://aka.ms/abc | is not a link to a Teams meeting",
                "https://teams.microsoft.com/l/channel/19%3ax%40thread.v2/0?context={} | is not a link to a Teams meeting",
                "https://t.x/l/meetup-join | has no thread id",
                "https://t.x/l/meetup-join/?context={} | has no thread id",
                "https://t.x/l/meetup-join/abc/0?context={} | has no thread id",
                "https://t.x/l/meetup-join/19%3ax%zz%40thread.v2/0?context={} | has a broken percent sign",
                "https://t.x/l/meetup-join/19:x@thread.v2?context={} | has no message id",
                "https://t.x/l/meetup-join/19:x@thread.v2/zero?context={} | has no message id",
                "https://t.x/l/meetup-join/19:x@thread.v2/0/1?context={} | has no message id",
                "https://t.x/l/meetup-join/19:x@thread.v2/0 | has no context",
                "https://t.x/l/meetup-join/19:x@thread.v2/0?text={} | has no context",
                "https://t.x/l/meetup-join/19:x@thread.v2/0?context= | has a context that is not",
                "https://t.x/l/meetup-join/19:x@thread.v2/0?context={%22Tid | has a context that is not JSON",
                "https://t.x/l/meetup-join/19:x@thread.v2/0?context=[] | has a context that is not a JSON object",
                "https://t.x/l/meetup-join/19:x@thread.v2/0?context={} | has no tenant (Tid)",
                "https://t.x/l/meetup-join/19:x@thread.v2/0?context={\"Tid\":null,\"Oid\":\"u\"} | has no tenant (Tid)",
                "https://t.x/l/meetup-join/19:x@thread.v2/0?context={\"Tid\":\"t\"} | has no organizer (Oid)",
                "https://t.x/l/meetup-join/19:x@thread.v2/0?context={\"Tid\":\"t\",\"Oid\":\"\"} | has no organizer (Oid)",
            })
    void aLinkThatLacksAPartIsRefusedByTheNameOfThatPart(String link, String missing) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meetings.fromJoinUrl(link))
                .withMessageStartingWith("calls.meeting.join-url " + missing)
                .withMessageEndingWith("; a right one looks like https://teams.microsoft.com/meet/<meeting id>"
                        + "?p=<passcode> or https://teams.microsoft.com/l/meetup-join/"
                        + "<threadId>/<messageId>?context={\"Tid\":\"<tenant id>\","
                        + "\"Oid\":\"<user id of the organizer>\"}");
    }

    @Test
    void whatACallerDoesToHisMeetingHarmsNobodyElses() throws Exception {
        // given
        ObjectNode first = meetings.fromJoinUrl(ONCE);
        // when
        first.remove("tenantId");
        ((ObjectNode) first.get("chatInfo")).put("threadId", "another");
        // then
        assertThat(meetings.fromJoinUrl(ONCE)).isEqualTo(json(MEETING));
    }

    // ---- from settings

    @Test
    void anOrganizerAndAThreadAreAMeeting() throws Exception {
        assertThat(meetings.byOrganizer(THREAD, "", null, "user-1", "tenant-1")).isEqualTo(json(MEETING));
        assertThat(meetings.byOrganizer(THREAD, "0", " ", " user-1 ", "tenant-1"))
                .isEqualTo(json(MEETING));
    }

    @Test
    void aReplyChainIsNamedWhenGiven() throws Exception {
        assertThat(meetings.byOrganizer(THREAD, "15", "14", "user-1", "tenant-1"))
                .isEqualTo(json(MEETING.replace("'messageId':'0'", "'messageId':'15','replyChainMessageId':'14'")));
    }

    @Test
    void anUnknownTenantIsLeftOut() throws Exception {
        assertThat(meetings.byOrganizer(THREAD, "0", "", "user-1", ""))
                .isEqualTo(json(
                        MEETING.replace(",'tenantId':'tenant-1'}}", "}}").replace(",'tenantId':'tenant-1'}", "}")));
    }

    @Test
    void whatIsBlankIsLeftOut() throws Exception {
        assertThat(meetings.byOrganizer(THREAD, "", "", "", ""))
                .isEqualTo(json("{'chatInfo':{'threadId':'" + THREAD + "','messageId':'0'}}"));
        assertThat(meetings.byOrganizer("", "7", "7", "user-1", "tenant-1")).isEqualTo(json("{" + ORGANIZER));
        assertThat(meetings.byOrganizer(null, null, null, null, null)).isEqualTo(json("{}"));
    }

    @Test
    void aTokenIsAMeetingWithoutAChat() throws Exception {
        assertThat(meetings.byToken(" abc "))
                .isEqualTo(json("{'meetingInfo':{'@odata.type':'#microsoft.graph.tokenMeetingInfo','token':'abc'}}"));
    }

    @ParameterizedTest
    @CsvSource({"secret, 'secret'", "' ', null", ", null"})
    void aMeetingIdHasAPasscodeOrANull(String passcode, String written) throws Exception {
        assertThat(meetings.byJoinMeetingId("234 567 891", passcode))
                .isEqualTo(json("{'meetingInfo':{'@odata.type':'#microsoft.graph.joinMeetingIdMeetingInfo',"
                        + "'joinMeetingId':'234567891','passcode':"
                        + (written.equals("null") ? "null" : "'" + written + "'") + "}}"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void aBlankTokenOrMeetingIdIsRefused(String blank) {
        assertThatIllegalArgumentException().isThrownBy(() -> meetings.byToken(blank));
        assertThatIllegalArgumentException().isThrownBy(() -> meetings.byJoinMeetingId(blank, "x"));
    }

    @Test
    void anAdHocMeetingHasNoCoordinates() {
        assertThat(meetings.adHoc()).isEmpty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
