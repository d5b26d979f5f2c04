package dev.callescalation;

import static dev.callescalation.TestBundle.json;
import static dev.callescalation.TestBundle.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.RecordedRequest;
import dev.callescalation.sandbox.Repetition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every JSON block of "participant: invite" (beta, December 2018), to the letter: src/test/resources/original-document.
 * The printed ids are the same in every test, so each has a bundle of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class OriginalDocumentTest {

    private static final String SCENARIO = "3f1c2d3e-0000-4000-8000-000000000001";
    private static final String CALLS = "/beta/app/calls";
    private static final String CALLER = CALLS + "/57DAB8B1894C409AB240BD8BEAE78896";
    private static final String MEETING = CALLS + "/90ED37DCD8E34E119DE330A955DDA06F";
    private static final String GRAPH = "https://graph.microsoft.com";

    /** Closing takes longer than a test; the next one need not wait for it. */
    private static final ExecutorService CLOSING = Executors.newSingleThreadExecutor();

    private TestBundle bundle;
    private TestCall call;

    @AfterEach
    void closeTheBundle() {
        CLOSING.execute(bundle::close);
    }

    @AfterAll
    static void waitForTheLast() throws InterruptedException {
        CLOSING.shutdown();
        assertThat(CLOSING.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    // --- the whole flow, in the printed order ----------------------------------------------------------------------

    @Test
    void answersTheIncomingCall() {
        // given
        start(Map.of());
        // when
        tell("incoming");
        // then
        assertThat(call.request("POST", CALLER + "/answer").body()).isEqualTo(printed("answer-request"));
        assertThat(call.phase()).isEqualTo("answering");
        assertThat(call.operations()).containsExactly("answer");
    }

    @Test
    void joinsOnlyWhenTheCallersCallIsEstablished() {
        // given
        start(Map.of());
        tell("incoming");
        call.awaitOperation("answer", "completed");
        // when
        tell("caller-establishing");
        // then
        assertThat(call.operations()).containsExactly("answer");
        assertThat(call.phase()).isEqualTo("answering");
        // when
        tell("caller-established");
        // then
        ObjectNode expected = (ObjectNode) printed("join-request");
        expected.put(
                "callback",
                "https://bot.contoso.com/api/calls?escalation="
                        + call.view().path("id").asText());
        assertThat(call.request("POST", CALLS).body()).isEqualTo(expected);
        assertThat(call.phase()).isEqualTo("joining");
    }

    @Test
    void invitesTheCallerOnlyWhenTheMeetingIsEstablished() {
        // given
        untilJoining();
        // when
        tell("meeting-establishing");
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
        assertThat(call.phase()).isEqualTo("joining");
        // when
        tell("meeting-established");
        // then
        ObjectNode invite = (ObjectNode)
                call.request("POST", MEETING + "/participants/invite").body();
        assertThat(invite.remove("clientContext").asText())
                .isEqualTo(call.view().path("id").asText() + "/invite-caller");
        assertThat(invite).isEqualTo(printed("invite-caller-request"));
        assertThat(call.phase()).isEqualTo("moving");
    }

    @Test
    void isEscalatedWhenTheOperationIsCompletedAndAsksNothingMore() {
        // given
        untilInviting();
        // when
        tell("operation-completed");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        // when
        tell("roster");
        tell("caller-terminated");
        tell("caller-deleted");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThatGraphWasAskedOnce();
    }

    // --- the same in any other order, and any number of times ------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "roster caller-terminated caller-deleted operation-completed",
                "caller-deleted caller-terminated roster operation-completed",
                "caller-deleted operation-completed caller-terminated roster",
                "operation-completed caller-terminated caller-deleted roster",
                "caller-terminated caller-deleted operation-completed roster",
                "caller-terminated operation-completed roster caller-deleted",
                "operation-completed operation-completed roster roster "
                        + "caller-terminated caller-terminated caller-deleted caller-deleted",
                "caller-deleted caller-deleted roster roster operation-completed operation-completed caller-terminated",
                "meeting-established caller-established operation-completed meeting-establishing caller-establishing "
                        + "incoming caller-deleted caller-established meeting-established operation-completed"
            })
    void takesTheNewsAfterTheInviteInAnyOrder(String order) {
        // given
        untilInviting();
        // when
        for (String name : order.split(" ")) {
            tell(name);
        }
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThatGraphWasAskedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"roster", "caller-terminated", "caller-deleted"})
    void waitsForTheOperationWhateverElseIsTold(String name) {
        // given
        untilInviting();
        // when
        tell(name);
        tell(name);
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThatGraphWasAskedOnce();
    }

    @Test
    void takesEveryNotificationTwice() {
        // given
        start(Map.of());
        // when
        tellTwice("incoming");
        call.awaitOperation("answer", "completed");
        tellTwice("caller-establishing", "caller-established");
        call.awaitOperation("join", "completed");
        replyToInvite();
        tellTwice("meeting-establishing", "meeting-established");
        call.awaitOperation("invite-caller", "running");
        tellTwice("operation-completed", "roster", "caller-terminated", "caller-deleted");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThatGraphWasAskedOnce();
    }

    @Test
    void takesAllNewsOfAStepInOneEnvelope() {
        // given
        untilInviting();
        ObjectNode envelope = (ObjectNode) printed("roster");
        for (String name : List.of("caller-terminated", "caller-deleted", "operation-completed")) {
            envelope.withArray("value").addAll((ArrayNode) printed(name).path("value"));
        }
        // when
        assertThat(bundle.notify("", SCENARIO, envelope.toString()).statusCode())
                .isEqualTo(202);
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThatGraphWasAskedOnce();
    }

    // --- "Invite Participants in Existing P2P meeting", the short flow ---------------------------------------------

    @Test
    void invitesSomebodyIntoTheCallersCall() {
        // given
        start(Map.of("calls.escalation.mode", "in-place"));
        untilAnswered();
        tell("caller-established");
        reply(CommandKind.INVITE, 200, Map.of(), printed("invite-in-place-reply"));
        // when
        assertThat(ask("invite-in-place-request")).isEqualTo(202);
        // then
        assertThat(call.request("POST", CALLER + "/participants/invite").body())
                .isEqualTo(printed("invite-in-place-request"));
        call.awaitOperation("invite-participants-1", "running");
        // when
        tell("in-place-operation-completed");
        tell("in-place-roster");
        // then
        assertThat(call.operation("invite-participants-1").path("status").asText())
                .isEqualTo("completed");
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "invite-participants-1");
    }

    @Test
    void invitesWhoWasAskedForBeforeTheCallersCallStood() {
        // given
        start(Map.of("calls.escalation.mode", "in-place"));
        untilAnswered();
        assertThat(ask("invite-in-place-request")).isEqualTo(202);
        assertThat(call.operations()).containsExactly("answer");
        // when
        tell("caller-established");
        // then
        assertThat(call.request("POST", CALLER + "/participants/invite").body())
                .isEqualTo(printed("invite-in-place-request"));
        assertThat(call.phase()).isEqualTo("in-place");
    }

    // --- the reference at the top of the page ----------------------------------------------------------------------

    @Test
    void passesOnTheRequestOfTheReference() {
        // given
        start(Map.of("calls.escalation.mode", "in-place"));
        untilAnswered();
        tell("caller-established");
        reply(
                CommandKind.INVITE,
                202,
                Map.of(
                        "Location",
                        GRAPH + CALLS + "/57dab8b1-894c-409a-b240-bd8beae78896"
                                + "/operations/0fe0623f-d628-42ed-b4bd-8ac290072cc5"),
                null);
        // when
        assertThat(ask("invite-reference-request")).isEqualTo(202);
        // then: all of it, but replacesCallId is written as the end-to-end flow of the page writes it
        ObjectNode expected = (ObjectNode) printed("invite-reference-request");
        ((ObjectNode) expected.path("participants").path(0)).put("replacesCallId", "/app/calls/replacesCallId-value");
        assertThat(call.request("POST", CALLER + "/participants/invite").body()).isEqualTo(expected);
        call.awaitOperation("invite-participants-1", "running");
        // when: the operation of the printed Location, whose clientContext is another
        tell("in-place-operation-completed");
        // then
        assertThat(call.operation("invite-participants-1").path("status").asText())
                .isEqualTo("completed");
    }

    // --- helpers ---------------------------------------------------------------------------------------------------

    private void start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "calls.webhook.public-url", "https://bot.contoso.com/api/calls",
                "calls.answer.prefetch-media",
                        "1D6DE2D4-CD51-4309-8DAA-70768651088E=https://cdn.contoso.com/beep.wav,"
                                + "1D6DE2D4-CD51-4309-8DAA-70768651088F=https://cdn.contoso.com/cool.wav",
                "calls.meeting.subject", "Test Call",
                "calls.meeting.join-url", "",
                "calls.meeting.thread-id", "90ED37DC-D8E3-4E11-9DE3-30A955DDA06F",
                "calls.meeting.message-id", "1507228578052",
                "calls.meeting.reply-chain-message-id", "1507228578052",
                "calls.meeting.organizer-user-id", "90ED37DC-D8E3-4E11-9DE3-30A955DDA06F",
                "calls.meeting.organizer-tenant-id", "49BFC225-8482-4AB8-94E7-76B48FDB9849"));
        settings.putAll(more);
        bundle = TestBundle.start(settings);
        call = new TestCall(bundle, "/app", SCENARIO, CALLER.substring(CALLS.length() + 1));
        reply(CommandKind.ANSWER, 200, Map.of(), printed("answer-reply"));
        reply(CommandKind.JOIN, 201, Map.of("Location", GRAPH + MEETING), null);
    }

    private void untilAnswered() {
        tell("incoming");
        call.awaitOperation("answer", "completed");
        tell("caller-establishing");
    }

    private void untilJoining() {
        start(Map.of());
        untilAnswered();
        tell("caller-established");
        call.awaitOperation("join", "completed");
    }

    private void untilInviting() {
        untilJoining();
        replyToInvite();
        tell("meeting-establishing");
        tell("meeting-established");
        call.awaitOperation("invite-caller", "running");
    }

    private void replyToInvite() {
        reply(
                CommandKind.INVITE,
                200,
                Map.of("Location", GRAPH + MEETING + "/operations/0FE0623FD62842EDB4BD8AC290072CC5"),
                printed("invite-caller-reply"));
    }

    private void assertThatGraphWasAskedOnce() {
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        assertThat(call.requests())
                .extracting(RecordedRequest::path)
                .containsExactly(CALLER + "/answer", CALLS, MEETING + "/participants/invite");
    }

    /** A block of the document. */
    private static JsonNode printed(String name) {
        return json(resource("original-document/" + name + ".json"));
    }

    private void tell(String name) {
        assertThat(bundle.notify("", SCENARIO, resource("original-document/" + name + ".json"))
                        .statusCode())
                .isEqualTo(202);
    }

    private void tellTwice(String... names) {
        for (String name : names) {
            tell(name);
            tell(name);
        }
    }

    /** Another system posts to the control port. */
    private int ask(String name) {
        return bundle.post(
                        "/calls/" + call.callerCallId() + "/participants",
                        resource("original-document/" + name + ".json"))
                .statusCode();
    }

    private void reply(CommandKind to, int status, Map<String, String> headers, JsonNode body) {
        bundle.sandbox().fault(SCENARIO, new Fault.Reply(to, status, headers, body, Repetition.ONCE));
    }
}
