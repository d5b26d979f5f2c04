package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.RecordedRequest;
import dev.callescalation.sandbox.Repetition;
import dev.callescalation.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SendCommandTest {

    @RegisterExtension
    static final BundleExtension BUNDLE =
            BundleExtension.with("calls.graph.resend-period-ms=20", "calls.graph.timeout-ms=400");

    @RegisterExtension
    static final BundleExtension NO_TENANT = BundleExtension.with(
            "calls.meeting.join-url=https://teams.microsoft.com/l/meetup-join/19%3ax%40thread.v2/0?context="
                    + "%7b%22Tid%22%3a%22no_tenant%22%2c%22Oid%22%3a%22aa10%22%7d");

    @RegisterExtension
    static final BundleExtension BROKEN = BundleExtension.with(
            "calls.graph.resend-period-ms=20",
            "camel.beans.prepareCommand=#class:dev.callescalation.routes.BreaksOnce");

    @EachPrefix
    void takesEvery2xxForSuccess(String prefix) {
        for (int status : new int[] {200, 201, 202, 204}) {
            // given
            TestCall call = BUNDLE.call(prefix);
            answers(call, CommandKind.ANSWER, status, 1);
            // when
            call.incoming();
            // then
            call.awaitOperation("answer", "completed");
            assertThat(call.statuses("/answer")).containsExactly(status);
        }
    }

    @EachPrefix
    void sendsATokenAndAnIdOfItsOwnWithEveryCommand(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.untilInviting();
        // then: the sandbox refuses what comes without a token
        assertThat(call.requests()).hasSize(3).allMatch(request -> request.status() < 300);
        assertThat(call.requests())
                .extracting(request -> request.headers().get("client-request-id"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(call.requests())
                .allMatch(request -> "application/json".equals(request.headers().get("content-type")));
    }

    @EachPrefix
    void sendsACommandOnceMoreWithANewTokenAfterA401(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        int tokens = sandbox().tokenRequests();
        answers(call, CommandKind.ANSWER, 401, 1);
        // when
        call.incoming();
        // then
        call.awaitOperation("answer", "completed");
        assertThat(call.statuses("/answer")).containsExactly(401, call.byDialect(200, 202));
        // the calls of other tests, which run at the same time, may ask as well
        assertThat(sandbox().tokenRequests()).isGreaterThan(tokens);
    }

    @EachPrefix
    void failsAfterASecond401(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        answers(call, CommandKind.ANSWER, 401, 9);
        // when
        call.incoming();
        // then
        call.awaitPhase("failed");
        assertThat(call.statuses("/answer")).containsExactly(401, 401);
        assertThat(call.view().path("failure").asText()).startsWith("Graph did not take the command answer. 401");
    }

    @EachPrefix
    void sendsItOnceMoreWithANewTokenWhenGraphWasBusyBefore(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        answers(call, CommandKind.ANSWER, 503, 1);
        answers(call, CommandKind.ANSWER, 401, 1);
        // when
        call.incoming();
        // then
        call.awaitOperation("answer", "completed");
        assertThat(call.statuses("/answer")).containsExactly(503, 401, call.byDialect(200, 202));
    }

    @EachPrefix
    void doesNotRepeatAJoinWhoseReplyAGatewayLost(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        BUNDLE.bundle()
                .sandbox()
                .fault(call.scenarioId(), new Fault.Reply(CommandKind.JOIN, 504, Map.of(), null, Repetition.ONCE));
        // when
        call.callerIs("established").awaitOperation("join", "running");
        // then: a notification tells
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        call.awaitOperation("invite-caller", "running");
        assertThat(call.requests().stream().filter(r -> r.path().equals(call.calls())))
                .hasSize(1);
    }

    @EachPrefix
    void sendsABusyGraphTheCommandAgainWhenRetryAfterHasPassed(String prefix) {
        for (int status : new int[] {429, 503, 504}) {
            for (CommandKind command : List.of(CommandKind.ANSWER, CommandKind.JOIN, CommandKind.INVITE)) {
                // given
                TestCall call = BUNDLE.call(prefix);
                answers(call, command, status, 2);
                long began = System.nanoTime();
                // when
                call.untilInviting();
                // then: two pauses of 0.2 seconds, and never two at once
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(400));
                assertThat(call.requests()).hasSize(5);
                assertThat(call.requests())
                        .extracting(RecordedRequest::status)
                        .filteredOn(s -> s == status)
                        .hasSize(2);
                assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
            }
        }
    }

    @EachPrefix
    void repeatsWhatIsSafeToRepeatAfterAStatusThatMayPass(String prefix) {
        for (int status : new int[] {408, 500}) {
            // given
            TestCall call = BUNDLE.call(prefix);
            answers(call, CommandKind.ANSWER, status, 1);
            // when
            call.incoming();
            // then
            call.awaitOperation("answer", "completed");
            assertThat(call.statuses("/answer")).containsExactly(status, call.byDialect(200, 202));
        }
    }

    @EachPrefix
    void repeatsAJoinAfterAStatusThatMayPass(String prefix) {
        for (int status : new int[] {408, 500}) {
            // given
            TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
            answers(call, CommandKind.JOIN, status, 1);
            // when
            call.callerIs("established").awaitOperation("join", "completed");
            // then
            assertThat(call.statuses("/calls")).containsExactly(status, 201);
        }
    }

    @EachPrefix
    void failsAfterThreeJoinsThatGraphCouldNotCarryOut(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        answers(call, CommandKind.JOIN, 500, 9);
        // when
        call.callerIs("established");
        // then
        call.awaitPhase("failed").awaitOperation("hang-up-caller", "completed");
        assertThat(call.statuses("/calls")).containsExactly(500, 500, 500);
        assertThat(call.view().path("failure").asText()).startsWith("Graph did not take the command join. 500 ");
    }

    @EachPrefix
    void leavesAnInviteToThePolicyAfterA500(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        answers(call, CommandKind.INVITE, 500, 1);
        // when
        call.meetingIs("established");
        // then: it is not sent again; another one is, once it is known how the calls stand
        call.awaitOperation("invite-caller", "failed").awaitOperation("invite-caller-2", "running");
        assertThat(call.operations())
                .containsSubsequence("invite-caller", "get-caller-call-1", "get-meeting-call-1", "invite-caller-2");
        assertThat(call.statuses("/participants/invite")).startsWith(500).hasSize(2);
    }

    @EachPrefix
    void repeatsNothingThatGraphRefuses(String prefix) {
        for (int status : new int[] {307, 400, 403}) {
            // given
            TestCall call = BUNDLE.call(prefix);
            answers(call, CommandKind.ANSWER, status, 1);
            // when
            call.incoming();
            // then
            call.awaitPhase("failed");
            assertThat(call.statuses("/answer")).containsExactly(status);
        }
    }

    @EachPrefix
    void triesOnceMoreWhatDoesNotFitTheStateOfTheCall(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        answers(call, CommandKind.ANSWER, 412, 1);
        // when
        call.incoming();
        // then
        call.awaitOperation("answer", "completed");
        assertThat(call.statuses("/answer")).containsExactly(412, call.byDialect(200, 202));
        // given
        TestCall other = BUNDLE.call(prefix);
        answers(other, CommandKind.ANSWER, 412, 9);
        // when
        other.incoming();
        // then
        other.awaitPhase("failed");
        assertThat(other.statuses("/answer")).containsExactly(412, 412);
    }

    @EachPrefix
    void missesTheCallThatIsGoneAlready(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        answers(call, CommandKind.ANSWER, 404, 1);
        // when
        call.incoming();
        // then
        call.awaitPhase("missed");
        assertThat(call.operations()).containsExactly("answer");
    }

    @EachPrefix
    void sendsNoJoinAgainWhoseReplyDoesNotCome(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        slow(call, CommandKind.JOIN);
        // when
        call.callerIs("established").awaitOperation("join", "running");
        // then
        assertThat(call.view().path("steps").toString()).contains("reply to join: none, unknown");
        assertThat(call.statuses("/calls")).hasSize(1);
        // when
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        assertThat(call.meetingCallId()).isEqualTo(meeting);
        assertThat(call.statuses("/calls")).hasSize(1);
    }

    /** By then it does not matter any more: the move has a deadline of its own. */
    @EachPrefix
    void leavesTheMoveItsTimeWhenTheReplyToTheJoinDoesNotCome(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        slow(call, CommandKind.JOIN);
        call.callerIs("established").awaitOperation("join", "notStarted");
        call.tellMeetingCallback(call.callItem("updated", call.newId(), "established"));
        String deadline = call.view().at("/deadlines/0/at").asText();
        // when
        await().until(() -> call.view().path("steps").toString().contains("reply to join: none, unknown"));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.view().at("/deadlines/0/at").asText()).isEqualTo(deadline);
    }

    @EachPrefix
    void sendsNoInviteAgainWhoseReplyDoesNotCome(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilJoining();
        slow(call, CommandKind.INVITE);
        // when
        call.meetingIs("established").awaitOperation("invite-caller", "running");
        String context = call.clientContext("invite-caller");
        call.tell(call.operationItem(call.meetingCallId(), call.newId(), "completed", context));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.statuses("/participants/invite")).hasSize(1);
    }

    @EachPrefix
    void repeatsAnAnswerWhoseReplyDoesNotCome(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        slow(call, CommandKind.ANSWER);
        // when
        call.incoming();
        // then
        call.awaitOperation("answer", "completed");
        assertThat(call.statuses("/answer")).hasSize(2);
    }

    @EachPrefix
    void takesAConflictOnARepeatedAnswerForItsSuccess(String prefix) {
        // given: the first answer has reached Graph, its reply has not reached us
        TestCall call = BUNDLE.call(prefix);
        slow(call, CommandKind.ANSWER);
        answers(call, CommandKind.ANSWER, 202, 1);
        answers(call, CommandKind.ANSWER, 409, 1);
        // when
        call.incoming().awaitOperation("answer", "completed").callerIs("established");
        // then
        assertThat(call.statuses("/answer")).containsExactly(202, 409);
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void givesUpWhatCannotBeSentAtAll(String prefix) {
        // given: the tenant of the meeting can be part of no address
        TestCall call = NO_TENANT.call(prefix).incoming().awaitOperation("answer", "completed");
        // when
        call.callerIs("established");
        // then
        call.awaitPhase("failed").awaitOperation("hang-up-caller", "completed");
        assertThat(call.view().path("failure").asText())
                .startsWith("Graph did not take the command join. a tenant is an id or a domain name");
        assertThat(call.requests())
                .extracting(RecordedRequest::path)
                .containsExactly(
                        call.calls() + "/" + call.callerCallId() + "/answer", call.calls() + "/" + call.callerCallId());
    }

    @EachPrefix
    void sendsAtOnceAgainWhatBrokeOnTheWayIfARepeatIsHarmless(String prefix) {
        // when
        TestCall call = BROKEN.call(prefix).incoming();
        // then
        call.awaitOperation("answer", "completed");
        assertThat(call.statuses("/answer")).hasSize(1);
    }

    @EachPrefix
    void doesNotRepeatWhatBrokeOnTheWayIfARepeatCouldDoItTwice(String prefix) {
        // given
        TestCall call = BROKEN.call(prefix).incoming().awaitOperation("answer", "completed");
        // when
        call.callerIs("established");
        // then
        call.awaitOperation("join", "running");
        assertThat(call.requests())
                .extracting(RecordedRequest::path)
                .containsExactly(call.calls() + "/" + call.callerCallId() + "/answer");
    }

    @EachPrefix
    void usesTheTenantOfTheTokenWhereTheCallNamesNone(String prefix) {
        for (String tenant : List.of("null", "\"\"", "\"../x\"", "\"a/b?c\"", "7.5", "{}")) {
            // given
            TestCall call = BUNDLE.call(prefix);
            // when
            call.tell(call.incomingItem("{\"user\":{\"id\":\"u\"}}")
                    .replace("\"state\":\"incoming\"", "\"state\":\"incoming\",\"tenantId\":" + tenant));
            // then
            call.awaitOperation("answer", "completed");
            assertThat(call.view().path("tenantId").asText()).isEqualTo(TestBundle.TENANT);
        }
    }

    private static Sandbox sandbox() {
        return BUNDLE.bundle().sandbox();
    }

    private static void answers(TestCall call, CommandKind command, int status, int times) {
        sandbox()
                .fault(
                        call.scenarioId(),
                        new Fault.Reply(command, status, Map.of("Retry-After", "0.2"), null, Repetition.times(times)));
    }

    private static void slow(TestCall call, CommandKind command) {
        sandbox().fault(call.scenarioId(), new Fault.SlowReply(command, Duration.ofSeconds(60), Repetition.ONCE));
    }
}
