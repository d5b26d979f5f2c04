package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The second half of {@link CommandAnsweredTest}: replies to invite and hang-up. */
@Execution(ExecutionMode.CONCURRENT)
class CommandAnsweredLaterTest {

    private static final String GRAPH = "https://graph.microsoft.com";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension ALSO_INVITING =
            BundleExtension.with("calls.escalation.also-invite=user:550fae72-d251-43ec-868c-373732c2704f");

    @RegisterExtension
    static final BundleExtension IMPATIENT = BundleExtension.with("calls.graph.timeout-ms=500");

    // --- invite ----------------------------------------------------------------------------------------------------

    @EachPrefix
    void theOperationIsKnownByTheLocationAlone(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        String id = UUID.randomUUID().toString();
        new NextReply(BUNDLE, call, CommandKind.INVITE)
                .is(202, Map.of("Location", GRAPH + "/beta/app/calls/x/operations/" + id), null);
        // when
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        // then
        assertThat(call.operationId("invite-caller")).isEqualTo(id);
        // when
        call.tell(call.operationItem(
                call.callerCallId(), id.replace("-", "").toUpperCase(Locale.ROOT), "completed", "nobody's"));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void theOperationIsKnownByTheBodyAlone(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        new NextReply(BUNDLE, call, CommandKind.INVITE)
                .is(200, Map.of(), "{\"id\":\"17e3b46c-f61d-4f4d-9635-c626ef18e6ad\",\"status\":\"running\"}");
        // when
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        // then
        assertThat(call.operationId("invite-caller")).isEqualTo("17e3b46c-f61d-4f4d-9635-c626ef18e6ad");
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void anIdOfNullLeavesItToTheLocation(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        new NextReply(BUNDLE, call, CommandKind.INVITE)
                .is(
                        200,
                        Map.of("Location", GRAPH + "/beta/app/calls/x/operations/o-1"),
                        "{\"id\":null,\"status\":null}");
        // when
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        // then
        assertThat(call.operationId("invite-caller")).isEqualTo("o-1");
    }

    @EachPrefix
    void anOperationWithoutAnIdIsFoundByItsClientContext(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        new NextReply(BUNDLE, call, CommandKind.INVITE).is(202, Map.of(), null);
        // when
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        call.tell(call.operationItem(
                call.callerCallId(), call.newId(), "completed", call.clientContext("invite-caller")));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void theReplyToTheInviteMayTellThatTheCallerIsInAlready(String prefix) {
        // given
        TestCall call = ALSO_INVITING.call(prefix).untilJoining();
        new NextReply(ALSO_INVITING, call, CommandKind.INVITE)
                .is(200, Map.of(), "{\"id\":\"o-1\",\"status\":\"Completed\"}");
        // when
        call.meetingIs("established").awaitPhase("escalated");
        // then
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("completed");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "invite-participants-1");
    }

    @EachPrefix
    void theReplyToTheInviteMayTellThatItHasFailedAlready(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        new NextReply(BUNDLE, call, CommandKind.INVITE)
                .is(
                        200,
                        Map.of(),
                        "{\"id\":\"o-1\",\"status\":\"failed\",\"resultInfo\":"
                                + "{\"code\":412,\"subcode\":10073,\"message\":\"addParticipants failed\"}}");
        // when
        call.meetingIs("established").awaitOperation("invite-caller-2", "running");
        // then
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The caller could not be moved into the meeting. 200 412/10073 addParticipants failed");
        assertThat(call.operation("invite-caller").path("status").asText()).isEqualTo("failed");
    }

    @EachPrefix
    void anInviteThatGraphDoesNotTakeIsAFailure(String prefix) {
        for (int status : new int[] {400, 403, 404, 409, 500}) {
            // given
            TestCall call = BUNDLE.call(prefix).untilJoining();
            new NextReply(BUNDLE, call, CommandKind.INVITE).is(status);
            // when
            call.meetingIs("established").awaitOperation("invite-caller-2", "running");
            // then
            assertThat(call.view().path("failure").asText())
                    .startsWith("The caller could not be moved into the meeting. " + status);
            assertThat(call.operations())
                    .as("%d", status)
                    .containsExactly(
                            "answer",
                            "join",
                            "invite-caller",
                            "get-caller-call-1",
                            "get-meeting-call-1",
                            "invite-caller-2");
        }
    }

    @EachPrefix
    void anInviteWithoutAReplyIsNotRepeatedSinceItsOperationMayTell(String prefix) {
        // given
        TestCall call = IMPATIENT.call(prefix).untilJoining();
        new NextReply(IMPATIENT, call, CommandKind.INVITE).isLateBy(Duration.ofSeconds(60));
        // when
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        // when
        call.tell(call.operationItem(
                call.meetingCallId(), call.newId(), "completed", call.clientContext("invite-caller")));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void aRefusedInviteOfSomebodyElseLeavesTheCallerInTheMeeting(String prefix) {
        for (int status : new int[] {400, 404, 409, 500}) {
            // given
            TestCall call = ALSO_INVITING.call(prefix).untilInviting();
            new NextReply(ALSO_INVITING, call, CommandKind.INVITE).is(status);
            // when
            call.tell(call.operationItem(call.meetingCallId(), call.operationId("invite-caller"), "completed", ""));
            // then
            call.awaitOperation("invite-participants-1", "failed");
            assertThat(call.phase()).isEqualTo("escalated");
            assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "invite-participants-1");
        }
    }

    // --- hang up ---------------------------------------------------------------------------------------------------

    @EachPrefix
    void aMeetingThatIsGoneIsLeft(String prefix) {
        for (int status : new int[] {404, 409}) {
            // given
            TestCall call = BUNDLE.call(prefix).untilJoining();
            new NextReply(BUNDLE, call, CommandKind.DELETE).is(status);
            // when
            call.callerDeleted();
            // then
            Steps.awaitReply(call, "reply to hang-up-meeting: " + status + " gone");
            assertThat(call.view().path("meetingCall").path("state").asText()).isEqualTo("terminated");
            assertThat(call.phase()).isEqualTo("missed");
        }
    }

    @EachPrefix
    void aRefusedHangUpChangesNothing(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        new NextReply(BUNDLE, call, CommandKind.DELETE).is(400);
        // when
        call.callerDeleted().awaitOperation("hang-up-meeting", "failed");
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.view().path("meetingCall").path("state").asText()).isNotEqualTo("terminated");
        assertThat(call.operations()).containsExactly("answer", "join", "hang-up-meeting");
    }

    @EachPrefix
    void aHangUpIsSentAgainWhenGraphIsBroken(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        new NextReply(BUNDLE, call, CommandKind.DELETE).is(500);
        // when
        call.callerDeleted().awaitOperation("hang-up-meeting", "completed");
        // then
        assertThat(call.requests().stream().filter(r -> r.method().equals("DELETE")))
                .extracting("status")
                .containsExactly(500, 204);
    }
}
