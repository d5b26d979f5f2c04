package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.RecordedRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class OverTest {

    private static final String SOMEBODY = "550fae72-d251-43ec-868c-373732c2704f";

    @RegisterExtension
    static final BundleExtension STAYING = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension LEAVING = BundleExtension.with("calls.escalation.leave-after-transfer=true");

    @RegisterExtension
    static final BundleExtension LEAVING_LAST = BundleExtension.with(
            "calls.escalation.leave-after-transfer=true",
            "calls.escalation.also-invite=user:u1,user:u2,user:u3,user:u4,user:u5,user:u6");

    // --- the requests ----------------------------------------------------------------------------------------------

    @EachPrefix
    void leavesTheMeeting(String prefix) {
        // given
        TestCall call = STAYING.call(prefix).untilJoining();
        // when
        call.callerDeleted();
        // then
        RecordedRequest request = call.request("DELETE", call.calls() + "/" + call.meetingCallId());
        assertThat(request.body()).isNull();
        assertThat(request.headers())
                .containsEntry("scenario-id", call.scenarioId())
                .containsKey("client-request-id")
                .doesNotContainKey("content-type");
        call.awaitOperation("hang-up-meeting", "completed");
        assertThat(call.phase()).isEqualTo("missed");
    }

    @EachPrefix
    void hangsUpTheCaller(String prefix) {
        // given
        TestCall call = STAYING.call(prefix).untilJoining();
        // when
        call.meetingDeleted();
        // then
        RecordedRequest request = call.request("DELETE", call.calls() + "/" + call.callerCallId());
        assertThat(request.body()).isNull();
        assertThat(request.headers()).containsEntry("scenario-id", call.scenarioId());
        call.awaitOperation("hang-up-caller", "completed");
        assertThat(call.phase()).isEqualTo("failed");
    }

    @EachPrefix
    void leavesAMeetingOfAnotherTenantWithTheTokenOfThatTenant(String prefix) {
        // given: the sandbox takes no other token for a call it has connected itself
        String scenario = ring(prefix);
        // when
        RecordedRequest request = await().until(
                        () -> LEAVING.bundle().sandbox().requests(scenario).stream()
                                .filter(r -> r.method().equals("DELETE"))
                                .findFirst(),
                        Optional::isPresent)
                .get();
        // then
        assertThat(request.status()).isEqualTo(204);
    }

    // --- a meeting joined twice ------------------------------------------------------------------------------------

    @EachPrefix
    void leavesTheSecondLegThatIsHeardOfOnTheCallback(String prefix) {
        // given
        TestCall call = STAYING.call(prefix).untilInviting();
        String spare = call.newId();
        // when
        call.tellMeetingCallback(call.callItem("updated", spare, "establishing"));
        call.tellMeetingCallback(call.callItem("updated", spare, "established"));
        // then
        call.request("DELETE", call.calls() + "/" + spare);
        call.awaitOperation("hang-up-duplicate-leg-1", "completed");
        assertThat(STAYING.bundle()
                        .get("/escalations/" + call.callerCallId() + "/timeline")
                        .body())
                .contains("DELETE " + call.calls() + "/" + spare)
                .contains("POST " + call.calls() + "/{meeting}/participants/invite");
        // when
        call.tellMeetingCallback(call.callItem("deleted", spare, call.isApp() ? "" : "terminated"));
        // then
        assertThat(Steps.lastOutcome(call)).isEqualTo("noted");
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.view().path("meetingCall").path("state").asText()).isEqualTo("established");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-duplicate-leg-1");
    }

    @EachPrefix
    void leavesTheSecondLegThatTheReplyToTheJoinNames(String prefix) {
        // given
        TestCall call = STAYING.call(prefix).incoming().awaitOperation("answer", "completed");
        String spare = call.newId();
        new NextReply(STAYING, call, CommandKind.JOIN)
                .is(201, Map.of("Location", "https://graph.microsoft.com" + call.calls() + "/" + spare), null);
        new NextReply(STAYING, call, CommandKind.JOIN).isLate();
        call.callerIs("established").request("POST", call.calls());
        // when
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        // then
        call.request("DELETE", call.calls() + "/" + spare);
        assertThat(call.meetingCallId()).isEqualTo(meeting);
        assertThat(call.phase()).isEqualTo("moving");
    }

    @EachPrefix
    void leavesTheSecondLegOfAnEscalationThatIsOver(String prefix) {
        // given
        TestCall call = STAYING.call(prefix).untilEscalated().callerDeleted().meetingDeleted();
        String spare = call.newId();
        // when
        call.tellMeetingCallback(call.callItem("updated", spare, "established"));
        // then
        call.request("DELETE", call.calls() + "/" + spare);
        assertThat(call.phase()).isEqualTo("ended");
    }

    // --- leave-after-transfer --------------------------------------------------------------------------------------

    @EachPrefix
    void staysInTheMeetingAfterTheMove(String prefix) {
        // given
        TestCall call = STAYING.call(prefix);
        // when
        call.untilEscalated();
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void leavesAfterTheMoveWhereThePolicySaysSo(String prefix) {
        // given
        TestCall call = LEAVING.call(prefix).untilEscalated();
        // when
        call.tell(call.rosterItem(call.meetingCallId(), TestCall.CALLER));
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "hang-up-meeting");
        assertThat(call.phase()).isEqualTo("escalated");
        // when
        call.meetingDeleted();
        // then
        assertThat(call.phase()).isEqualTo("ended");
    }

    @EachPrefix
    void doesNotLeaveBeforeTheMove(String prefix) {
        // given
        TestCall call = LEAVING.call(prefix);
        // when
        call.untilInviting();
        // then
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void leavesWhenTheLastInviteHasEndedHoweverItEnded(String prefix) {
        // given
        TestCall call = LEAVING_LAST
                .call(prefix)
                .untilEscalated()
                .awaitOperation("invite-participants-1", "running")
                .awaitOperation("invite-participants-2", "running");
        // when
        call.tell(
                call.endItem("invite-participants-1", "completed"),
                call.rosterItem(call.meetingCallId(), TestCall.CALLER));
        // then
        assertThat(call.operations()).doesNotContain("hang-up-meeting");
        // when
        call.tell(call.endItem("invite-participants-2", "failed"));
        // then
        assertThat(call.operations())
                .containsExactly(
                        "answer",
                        "join",
                        "invite-caller",
                        "invite-participants-1",
                        "invite-participants-2",
                        "hang-up-meeting");
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void waitsForThePeopleWhomAnotherSystemAskedFor(String prefix) {
        // given
        TestCall call = LEAVING.call(prefix).untilInviting();
        assertThat(LEAVING.bundle()
                        .post(
                                "/calls/" + call.callerCallId() + "/participants",
                                "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"" + SOMEBODY + "\"}}}]}")
                        .statusCode())
                .isEqualTo(202);
        // when
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        call.awaitOperation("invite-participants-1", "running");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "invite-participants-1");
        // when
        call.tell(
                call.rosterItem(call.meetingCallId(), TestCall.CALLER),
                call.endItem("invite-participants-1", "completed"));
        // then
        assertThat(call.operations())
                .containsExactly("answer", "join", "invite-caller", "invite-participants-1", "hang-up-meeting");
    }

    // --- what Graph replies ----------------------------------------------------------------------------------------

    @EachPrefix
    void takesAMeetingThatIsGoneForLeft(String prefix) {
        // given
        TestCall call = LEAVING.call(prefix).untilInviting();
        new NextReply(LEAVING, call, CommandKind.DELETE).is(404);
        // when
        call.tell(call.endItem("invite-caller", "completed"), call.rosterItem(call.meetingCallId(), TestCall.CALLER));
        // then
        call.awaitPhase("ended");
        assertThat(call.view().path("meetingCall").path("state").asText()).isEqualTo("terminated");
    }

    @EachPrefix
    void takesACallerWhoIsGoneForHungUp(String prefix) {
        // given
        TestCall call = STAYING.call(prefix).untilJoining();
        new NextReply(STAYING, call, CommandKind.DELETE).is(404);
        // when
        call.meetingDeleted();
        // then
        assertThat(Steps.awaitReply(call, "reply to hang-up-caller: 404 gone")).isEqualTo("noted");
        assertThat(call.view().path("callerCall").path("state").asText()).isEqualTo("terminated");
        assertThat(call.phase()).isEqualTo("failed");
    }

    /** Places a call with the sandbox, which then plays Graph's part by itself. */
    private static String ring(String prefix) {
        String form = prefix.substring(1).split("/")[0];
        HttpRequest order = HttpRequest.newBuilder(
                        URI.create(LEAVING.bundle().sandbox().url() + "/sandbox/calls"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"form\":\"" + form + "\"}"))
                .build();
        return TestBundle.json(LEAVING.bundle().send(order).body())
                .path("scenarioId")
                .asText();
    }
}
