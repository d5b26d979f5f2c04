package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Replies to answer, reject, redirect and join; {@link CommandAnsweredLaterTest} has those to invite and hang-up. */
@Execution(ExecutionMode.CONCURRENT)
class CommandAnsweredTest {

    private static final String GRAPH = "https://graph.microsoft.com";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension IMPATIENT = BundleExtension.with("calls.graph.timeout-ms=500");

    @RegisterExtension
    static final BundleExtension HURRIED = BundleExtension.with("calls.escalation.answer-deadline-seconds=1");

    @RegisterExtension
    static final BundleExtension REJECTING = BundleExtension.with("calls.incoming.admission=reject");

    @RegisterExtension
    static final BundleExtension REDIRECTING = BundleExtension.with(
            "calls.incoming.admission=redirect",
            "calls.incoming.redirect-to=user:550fae72-d251-43ec-868c-373732c2704f");

    // --- answer ----------------------------------------------------------------------------------------------------

    @EachPrefix
    void anAcceptedAnswerIsNotTheCallStandingYet(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.incoming().awaitOperation("answer", "completed");
        // then
        assertThat(call.phase()).isEqualTo("answering");
        assertThat(call.operations()).containsExactly("answer");
    }

    @EachPrefix
    void aCallThatIsGoneBeforeItIsAnsweredIsMissed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        new NextReply(BUNDLE, call, CommandKind.ANSWER)
                .is(404, Map.of(), "{\"error\":{\"code\":\"8522\",\"message\":\"Call not found.\"}}");
        // when
        call.incoming().awaitPhase("missed");
        // then
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The call was gone before it was answered. 404 8522 Call not found.");
        assertThat(call.operations()).containsExactly("answer");
        // when
        call.callerDeleted();
        // then
        assertThat(call.phase()).isEqualTo("missed");
    }

    @EachPrefix
    void aCallThatCannotBeAnsweredTwiceIsMissed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        new NextReply(BUNDLE, call, CommandKind.ANSWER).is(409);
        // when
        call.incoming().awaitPhase("missed");
        // then
        assertThat(call.operations()).containsExactly("answer");
    }

    @EachPrefix
    void aCallThatStandsHasBeenAnsweredWhateverALaterReplySays(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        new NextReply(BUNDLE, call, CommandKind.ANSWER).is(409);
        new NextReply(BUNDLE, call, CommandKind.ANSWER).isLate();
        call.incoming();
        call.request("POST", call.calls() + "/" + call.callerCallId() + "/answer");
        // when
        call.callerIs("establishing");
        Steps.awaitReply(call, "reply to answer: 409 gone");
        // then
        assertThat(call.phase()).isEqualTo("answering");
        // when
        call.callerIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void anAnswerThatIsRepeatedHasBeenTakenTheFirstTime(String prefix) {
        // given: the first reply does not come in time, the second says that the call is answered
        TestCall call = IMPATIENT.call(prefix);
        new NextReply(IMPATIENT, call, CommandKind.ANSWER).is(202, Map.of(), null);
        new NextReply(IMPATIENT, call, CommandKind.ANSWER).isLateBy(Duration.ofSeconds(60));
        new NextReply(IMPATIENT, call, CommandKind.ANSWER).is(409);
        call.incoming();
        // when
        call.awaitOperation("answer", "completed").callerIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void anAnswerThatIsRefusedIsAFailure(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        new NextReply(BUNDLE, call, CommandKind.ANSWER)
                .is(400, Map.of(), "{\"error\":{\"code\":\"BadRequest\",\"message\":\"Wrong modality.\"}}");
        // when
        call.incoming().awaitPhase("failed");
        // then
        assertThat(call.view().path("failure").asText())
                .isEqualTo("Graph did not take the command answer. 400 BadRequest Wrong modality.");
        assertThat(call.operations()).containsExactly("answer", "hang-up-caller");
    }

    @EachPrefix
    void anAnswerIsSentAgainWhenGraphIsBroken(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        new NextReply(BUNDLE, call, CommandKind.ANSWER).is(500);
        // when
        call.incoming().awaitOperation("answer", "completed");
        // then
        assertThat(call.requests()).extracting("status").containsExactly(500, call.byDialect(200, 202));
    }

    @EachPrefix
    void anAnswerThatComesTooLateIsGivenUp(String prefix) {
        // given
        TestCall call = HURRIED.call(prefix).ofTenant(UUID.randomUUID().toString());
        new NextReply(HURRIED, call, CommandKind.ANSWER).is(429, Map.of("Retry-After", "2.128"), null);
        // when
        call.incoming().awaitPhase("missed");
        // then
        assertThat(call.operations()).containsExactly("answer");
        assertThat(call.requests()).hasSize(1);
    }

    @EachPrefix
    void aRefusedAnswerOfACallThatIsOverIsNoFailure(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        new NextReply(BUNDLE, call, CommandKind.ANSWER).is(400);
        new NextReply(BUNDLE, call, CommandKind.ANSWER).isLate();
        call.incoming();
        call.request("POST", call.calls() + "/" + call.callerCallId() + "/answer");
        // when
        call.callerDeleted();
        Steps.awaitReply(call, "reply to answer: 400 refused");
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.operations()).containsExactly("answer");
    }

    // --- reject and redirect ---------------------------------------------------------------------------------------

    @EachPrefix
    void aCallThatIsGoneIsStillRejected(String prefix) {
        // given
        TestCall call = REJECTING.call(prefix);
        new NextReply(REJECTING, call, CommandKind.REJECT).is(404);
        // when
        call.incoming();
        // then
        Steps.awaitReply(call, "reply to reject: 404 gone");
        assertThat(call.phase()).isEqualTo("rejected");
        assertThat(call.operations()).containsExactly("reject");
    }

    @EachPrefix
    void aRefusedRedirectChangesNothing(String prefix) {
        // given
        TestCall call = REDIRECTING.call(prefix);
        new NextReply(REDIRECTING, call, CommandKind.REDIRECT).is(400);
        // when
        call.incoming().awaitOperation("redirect", "failed");
        // then
        assertThat(call.phase()).isEqualTo("redirected");
        assertThat(call.operations()).containsExactly("redirect");
    }

    // --- join ------------------------------------------------------------------------------------------------------

    @EachPrefix
    void theMeetingIsKnownByTheLocationAlone(String prefix) {
        // given
        TestCall call = untilAnswered(prefix);
        String meeting = call.newId();
        new NextReply(BUNDLE, call, CommandKind.JOIN)
                .is(201, Map.of("Location", GRAPH + "/beta/app/calls/" + meeting), null);
        // when
        call.callerIs("established").awaitOperation("join", "completed");
        // then
        assertThat(call.meetingCallId()).isEqualTo(meeting);
        assertThat(call.phase()).isEqualTo("joining");
    }

    @EachPrefix
    void theMeetingIsKnownByTheBodyAlone(String prefix) {
        // given
        TestCall call = untilAnswered(prefix);
        String meeting = call.newId();
        new NextReply(BUNDLE, call, CommandKind.JOIN)
                .is(201, Map.of(), "{\"id\":\"" + meeting + "\",\"state\":\"establishing\"}");
        // when
        call.callerIs("established").awaitOperation("join", "completed");
        // then
        assertThat(call.meetingCallId()).isEqualTo(meeting);
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void theReplyOfTheJoinMayTellThatTheMeetingStands(String prefix) {
        // given
        TestCall call = untilAnswered(prefix);
        String meeting = call.newId();
        new NextReply(BUNDLE, call, CommandKind.JOIN)
                .is(201, Map.of(), "{\"id\":\"" + meeting + "\",\"state\":\"established\"}");
        // when
        call.callerIs("established");
        // then
        call.request("POST", call.calls() + "/" + meeting + "/participants/invite");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void aReplyThatNamesNoMeetingLeavesThatToItsNews(String prefix) {
        // given
        TestCall call = untilAnswered(prefix);
        new NextReply(BUNDLE, call, CommandKind.JOIN).is(201, Map.of(), null);
        call.callerIs("established").awaitOperation("join", "completed");
        assertThat(call.meetingCallId()).isEmpty();
        // when
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        // then
        assertThat(call.meetingCallId()).isEqualTo(meeting);
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void anUnsafeIdOfAMeetingIsNotTaken(String prefix) {
        // given
        TestCall call = untilAnswered(prefix);
        new NextReply(BUNDLE, call, CommandKind.JOIN)
                .is(201, Map.of(), "{\"id\":\"x/../../me\",\"state\":\"established\"}");
        // when
        call.callerIs("established").awaitOperation("join", "completed");
        // then
        assertThat(call.meetingCallId()).isEmpty();
    }

    @EachPrefix
    void aJoinThatGraphDoesNotTakeIsAFailure(String prefix) {
        for (int status : new int[] {400, 403, 404, 409}) {
            // given
            TestCall call = untilAnswered(prefix);
            new NextReply(BUNDLE, call, CommandKind.JOIN).is(status);
            // when
            call.callerIs("established").awaitPhase("failed");
            // then
            assertThat(call.view().path("failure").asText())
                    .startsWith("Graph did not take the command join. " + status);
            assertThat(call.operations()).as("%d", status).containsExactly("answer", "join", "hang-up-caller");
            assertThat(call.requests().stream().filter(r -> r.path().equals(call.calls())))
                    .as("a second meeting would be joined after %d", status)
                    .hasSize(1);
        }
    }

    @EachPrefix
    void aRefusedJoinOfACallThatIsOverIsNoFailure(String prefix) {
        // given
        TestCall call = untilAnswered(prefix);
        new NextReply(BUNDLE, call, CommandKind.JOIN).is(400);
        new NextReply(BUNDLE, call, CommandKind.JOIN).isLate();
        call.callerIs("established");
        call.request("POST", call.calls());
        // when
        call.callerDeleted();
        Steps.awaitReply(call, "reply to join: 400 refused");
        // then
        assertThat(call.phase()).isEqualTo("missed");
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void aJoinWithoutAReplyIsNotRepeatedSinceItsNewsMayTell(String prefix) {
        // given
        TestCall call = IMPATIENT.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(IMPATIENT, call, CommandKind.JOIN).isLateBy(Duration.ofSeconds(60));
        // when
        call.callerIs("established").awaitOperation("join", "running");
        // then
        assertThat(call.phase()).isEqualTo("joining");
        assertThat(call.operations()).containsExactly("answer", "join");
        // when
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    private static TestCall untilAnswered(String prefix) {
        return BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
    }
}
