package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.sandbox.SandboxClient.Reply;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are written with single quotes here, to be read more easily. */
class CommandRulesTest extends SandboxTest {

    private static final String TODAY = TodaysBot.CALLS;
    private static final String OLD = "/beta/app/calls";
    private static final String HOSTED = "'mediaConfig':{'@odata.type':'#microsoft.graph.serviceHostedMediaConfig'}";
    private static final String MEETING = "'chatInfo':{'threadId':'t'},'meetingInfo':{"
            + "'@odata.type':'#microsoft.graph.organizerMeetingInfo','organizer':{'user':{'id':'o'}}}";
    private static final String TENANT = "'tenantId':'" + SandboxClient.TENANT + "'";

    static Stream<Arguments> flawsOfAnswers() {
        return Stream.of(
                flaw(TODAY + "/1/answer", "", "must be a JSON object"),
                flaw(TODAY + "/1/answer", "{", "not JSON"),
                flaw(TODAY + "/1/answer", "{'callback':'https://b/'}", "'callback' does not exist", "'callbackUri'"),
                flaw(
                        TODAY + "/1/answer",
                        "{'acceptedModalities':['audio']," + HOSTED + "}",
                        "'callbackUri'",
                        "missing"),
                flaw(
                        TODAY + "/1/answer",
                        "{'callbackUri':'http://b.example/','acceptedModalities':[]," + HOSTED + "}",
                        "'callbackUri'",
                        "https"),
                flaw(
                        TODAY + "/1/answer",
                        "{'callbackUri':'https://b/','acceptedModalities':['smell']," + HOSTED + "}",
                        "'acceptedModalities'"),
                flaw(
                        TODAY + "/1/answer",
                        "{'callbackUri':'https://b/','acceptedModalities':['audio','data']," + HOSTED + "}",
                        "'acceptedModalities'",
                        "audio, video, videoBasedScreenSharing."),
                flaw(
                        OLD + "/1/answer",
                        "{'callback':'https://b/','acceptModalities':['data']," + HOSTED + "}",
                        "'acceptModalities'"),
                flaw(
                        TODAY + "/1/answer",
                        "{'callbackUri':'https://b/','acceptedModalities':['audio']}",
                        "'mediaConfig'"),
                flaw(OLD + "/1/answer", "{'callbackUri':'https://b/'}", "'callbackUri' does not exist", "'callback'"),
                flaw(
                        OLD + "/1/answer",
                        "{'callback':'https://b/','acceptedModalities':['audio']," + HOSTED + "}",
                        "'acceptedModalities' does not exist",
                        "'acceptModalities'"),
                flaw(
                        OLD + "/1/answer",
                        "{'callback':'https://b/','acceptModalities':['audio'],'mediaConfig':{"
                                + "'@odata.type':'#microsoft.graph.serviceHostedMediaConfig',"
                                + "'preFetchMedia':[{'uri':'https://c/','resourceId':'r'}]}}",
                        "'uri' does not exist",
                        "'url'",
                        "preFetchMedia[0]"),
                flaw(TODAY, "{'callbackUri':'https://b/','requestedModalities':[]," + TENANT + "}", "'meetingInfo'"));
    }

    static Stream<Arguments> flawsOfJoins() {
        return Stream.of(
                flaw(
                        TODAY,
                        "{'callbackUri':'https://b/','requestedModalities':[],'targetDisposition':'default'," + TENANT
                                + "," + MEETING + "}",
                        "'targetDisposition' does not exist"),
                flaw(TODAY, "{'callbackUri':'https://b/'," + TENANT + "," + MEETING + "}", "'requestedModalities'"),
                flaw(OLD, "{'callbackUri':'https://b/'," + MEETING + "}", "'callbackUri' does not exist"));
    }

    static Stream<Arguments> flawsOfIdentities() {
        return Stream.of(TODAY, OLD).flatMap(calls -> {
            String join = calls.equals(OLD)
                    ? "{'callback':'https://b/'," + MEETING + ",'source':"
                    : "{'callbackUri':'https://b/','requestedModalities':[]," + TENANT + "," + MEETING + ",'source':";
            return Stream.of(
                    flaw(
                            calls,
                            join + "{'identity':{'application':{'id':'b','dispalyName':'B'}}}}",
                            "'dispalyName' does not exist on 'call.source.identity.application'"),
                    flaw(
                            calls,
                            join + "{'identity':{'application':{'displayName':'B'}}}}",
                            "'id' of 'call.source.identity.application' is missing"),
                    flaw(calls, join + "{}}", "'identity' of 'call.source' is missing"),
                    flaw(calls, join + "{'identity':{}}}", "'identity' of 'call.source'"),
                    flaw(
                            calls,
                            join + "{'identity':{'aplication':{'id':'b'}}}}",
                            "'aplication' does not exist on 'call.source.identity'"),
                    flaw(
                            calls + "/1/participants/invite",
                            "{'participants':[{'identity':{'user':{'id':'u','tenantID':'t'}}}]}",
                            "'tenantID' does not exist on 'invite.participants[0].identity.user'"),
                    flaw(
                            calls + "/1/redirect",
                            "{'targets':[{'identity':{'user':{'id':'u'},'fone':{'id':'+49'}}}]}",
                            "'fone' does not exist on 'redirect.targets[0].identity'"));
        });
    }

    static Stream<Arguments> flawsOfOtherCommands() {
        return Stream.of(
                flaw(TODAY + "/1/participants/invite", "{'participants':[]}", "'participants'", "1 to 5"),
                flaw(TODAY + "/1/participants/invite", "{'participants':[" + "{},".repeat(5) + "{}]}", "1 to 5"),
                flaw(TODAY + "/1/participants/invite", "{'participants':[{}]}", "'identity'"),
                flaw(TODAY + "/1/participants/invite", "{'participants':[{'identity':{'user':{}}}]}", "'identity'"),
                flaw(
                        TODAY + "/1/participants/invite",
                        "{'participants':[{'identity':{'user':{'id':'u'}}," + "'replacesCallId':'/app/calls/1'}]}",
                        "'replacesCallId'",
                        "bare id"),
                flaw(
                        OLD + "/1/participants/invite",
                        "{'participants':[{'identity':{'user':{'id':'u'}}," + "'replacesCallId':'1'}]}",
                        "'replacesCallId'",
                        "path"),
                flaw(
                        TODAY + "/1/participants/invite",
                        "{'participants':[{'identity':{'user':{'id':'u'}},"
                                + "'replacesCallId':'1'},{'identity':{'user':{'id':'v'}}}]}",
                        "'participants'",
                        "only one"),
                flaw(
                        TODAY + "/1/participants/invite",
                        "{'participants':[{'identity':{'user':{'id':'u'}}}]," + "'clientContext':'" + "x".repeat(257)
                                + "'}",
                        "'clientContext'",
                        "256"),
                flaw(TODAY + "/1/reject", "{'reason':'tired'}", "'reason'"),
                flaw(TODAY + "/1/redirect", "{'targets':[{'identity':{'user':{'id':'u'}}}],'timeout':5}", "'timeout'"),
                flaw(TODAY + "/1/transfer", "{}", "transferTarget", "is missing"),
                flaw(OLD + "/1/keepAlive", "", "segment"));
    }

    private static Arguments flaw(String path, String body, String... told) {
        return Arguments.of(path, body.replace('\'', '"'), told);
    }

    @ParameterizedTest
    @MethodSource({"flawsOfAnswers", "flawsOfJoins", "flawsOfIdentities", "flawsOfOtherCommands"})
    void namesTheFlawInABody(String path, String body, String[] told) {
        // when
        Reply reply = client.command("POST", path, body.isEmpty() ? null : body, null);
        // then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'tenantId':'another',"})
    void refusesAJoinInAnyTenantButThatOfTheToken(String tenant) {
        // given
        String body = "{'callbackUri':'https://b/'," + tenant + "'requestedModalities':[]," + MEETING + "}";
        // when
        Reply reply = client.command("POST", TODAY, body.replace('\'', '"'), null);
        // then
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("7505");
    }

    @Test
    void refusesATokenOfAnotherTenantThanTheCalls() {
        // given
        TodaysBot escalation = called("{}");
        // when
        Reply reply = client.command(
                "POST",
                TODAY + "/" + escalation.caller() + "/answer",
                TodaysBot.answerBody(bot.url()),
                escalation.scenario(),
                "another-tenant");
        // then
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("7505");
    }

    @Test
    void refusesThePathOfAnotherApplication() {
        assertThat(client.command("GET", "/beta/applications/another/calls/1", null, null)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void letsACallBeAnsweredOnce() {
        // given
        TodaysBot escalation = inCall("{}");
        // when and then
        assertThat(escalation.answer().status()).isEqualTo(409);
        assertThat(escalation
                        .command("POST", escalation.caller() + "/reject", "{}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void takesOneAtATimeOnAPeerToPeerCall() {
        // given
        TodaysBot escalation = inCall("{}");
        // when
        Reply reply = escalation.command("POST", escalation.caller() + "/participants/invite", """
                {"participants":[{"identity":{"user":{"id":"u"}}},{"identity":{"user":{"id":"v"}}}]}""");
        // then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains("'participants'", "exactly one");
    }

    @Test
    void failsAnInvitationThatComesBeforeTheMeetingStands() {
        // given
        TodaysBot escalation = inCall("{\"faults\":[{\"fault\":\"slow-reply\",\"on\":\"join\",\"delayMs\":60000}]}");
        escalation.joinLater();
        String meeting = await().until(() -> meetingOf(escalation), id -> !id.isEmpty());
        // when
        escalation.inviteCaller(meeting);
        // then
        var operation = bot.next(escalation.scenario()).data();
        assertThat(operation.path("status").asText()).isEqualTo("failed");
        assertThat(operation.at("/resultInfo/code").asInt()).isEqualTo(412);
        assertThat(operation.at("/resultInfo/message").asText()).contains("establishing");
    }

    @Test
    void failsAnInvitationOfSomebodyWhoIsNotInTheReplacedCall() {
        // given
        TodaysBot escalation = inCall("{\"caller\":{\"user\":{\"id\":\"somebody-else\"}}}");
        String meeting = escalation.joined();
        // when
        escalation.inviteCaller(meeting);
        // then
        var operation = bot.next(escalation.scenario()).data();
        assertThat(operation.path("status").asText()).isEqualTo("failed");
        assertThat(operation.at("/resultInfo/message").asText()).contains("not in the call");
    }

    private static String meetingOf(TodaysBot escalation) {
        return client.get("/sandbox/calls/" + escalation.caller())
                .json()
                .at("/meetings/0/callId")
                .asText();
    }
}
