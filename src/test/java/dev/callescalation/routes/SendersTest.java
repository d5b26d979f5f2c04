package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import dev.callescalation.sandbox.CommandKind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The threads that send commands, whatever comes back. */
class SendersTest {

    @RegisterExtension
    static final BundleExtension BADLY_BROKEN = BundleExtension.with(
            "calls.graph.resend-period-ms=20",
            "calls.graph.connections=1",
            "camel.beans.prepareCommand=#class:dev.callescalation.routes.BreaksOnce",
            "camel.beans.prepareCommand.byAnError=true");

    @RegisterExtension
    static final BundleExtension BOUNDED =
            BundleExtension.with("calls.graph.resend-period-ms=20", "calls.graph.max-reply-bytes=20000");

    @RegisterExtension
    static final BundleExtension SHARED =
            BundleExtension.with("calls.graph.connections=4", "calls.graph.timeout-ms=20000");

    @RegisterExtension
    static final BundleExtension STUCK = BundleExtension.with(
            "calls.graph.connections=1", "calls.graph.stuck-after-seconds=1", "calls.graph.timeout-ms=8000");

    @EachPrefix
    void goesOnSendingAfterAnError(String prefix) {
        for (int i = 0; i < 2; i++) {
            // when
            TestCall call = BADLY_BROKEN.call(prefix).incoming();
            // then: the only thread that sends is still there
            call.awaitOperation("answer", "completed");
            assertThat(call.statuses("/answer")).hasSize(1);
        }
    }

    @EachPrefix
    void saysWhereARedirectLeadsThatIsNotFollowed(String prefix) {
        // given
        TestCall call = BOUNDED.call(prefix);
        new NextReply(BOUNDED, call, CommandKind.ANSWER)
                .is(307, Map.of("Location", "https://graph.example.org/v1.0/x?sig=xY9zzQ"), null);
        // when
        call.incoming().awaitPhase("failed");
        // then
        assertThat(call.view().path("failure").asText())
                .contains("307 redirected to https://graph.example.org/v1.0/x?..., which is not followed");
    }

    @EachPrefix
    void takesNoPageOfAProxyForAnAcceptedJoin(String prefix) {
        // given
        TestCall call = BOUNDED.call(prefix).incoming().awaitOperation("answer", "completed");
        new NextReply(BOUNDED, call, CommandKind.JOIN)
                .is(200, Map.of("Content-Type", "text/html"), "{\"id\":\"proxy\"}");
        // when
        call.callerIs("established").awaitOperation("join", "running");
        // then: a notification tells
        assertThat(call.meetingCallId()).isEmpty();
        String meeting = call.newId();
        call.tellMeetingCallback(call.callItem("updated", meeting, "established"));
        assertThat(call.awaitOperation("invite-caller", "running").meetingCallId())
                .isEqualTo(meeting);
    }

    @EachPrefix
    void readsTheIdInALocationThatEndsWithASlash(String prefix) {
        // given
        TestCall call = BOUNDED.call(prefix).incoming().awaitOperation("answer", "completed");
        String meeting = call.newId();
        new NextReply(BOUNDED, call, CommandKind.JOIN)
                .is(201, Map.of("Location", call.calls() + "/" + meeting + "/?a=b/c"), null);
        // when
        call.callerIs("established").awaitOperation("join", "completed");
        // then
        assertThat(call.meetingCallId()).isEqualTo(meeting);
    }

    @EachPrefix
    void takesAReplyThatIsTooLongForNone(String prefix) {
        // given
        TestCall call = BOUNDED.call(prefix);
        new NextReply(BOUNDED, call, CommandKind.ANSWER).is(200, Map.of(), "{\"more\":\"" + "x".repeat(30_000) + "\"}");
        new NextReply(BOUNDED, call, CommandKind.ANSWER).is(200, Map.of(), null);
        try (TestLog log = TestLog.of("send-command")) {
            // when
            call.incoming().awaitOperation("answer", "completed");
            // then
            assertThat(call.statuses("/answer")).containsExactly(200, 200);
            assertThat(log.lines("escalation=" + call.escalationId()))
                    .singleElement()
                    .asString()
                    .contains("command=answer no reply from Graph: ", "the reply has more than 20000 bytes");
        }
    }

    @EachPrefix
    void isNotReadyWhileCommandsAreNotSent(String prefix) {
        // given: the only thread that sends waits for Graph
        TestCall slow = STUCK.call(prefix);
        new NextReply(STUCK, slow, CommandKind.ANSWER).isLateBy(Duration.ofSeconds(60));
        slow.incoming().request("POST", slow.calls() + "/" + slow.callerCallId() + "/answer");
        // when
        TestCall waiting = STUCK.call(prefix).incoming();
        // then
        await().until(() -> readiness().statusCode() == 503);
        assertThat(readiness().body()).contains("Commands are not sent: escalation=");
        assertThat(STUCK.bundle().get("/observe/health/live").statusCode()).isEqualTo(200);
        // and when the thread is free again
        waiting.awaitOperation("answer", "completed");
        await().until(() -> readiness().statusCode() == 200);
    }

    @Test
    void leavesSomeConnectionsToOtherTenants() {
        // given: more answers of one tenant than connections, and Graph replies to none
        String busy = UUID.randomUUID().toString();
        List<TestCall> hanging = Stream.generate(
                        () -> SHARED.call("/communications").ofTenant(busy))
                .limit(6)
                .peek(call -> new NextReply(SHARED, call, CommandKind.ANSWER).isLateBy(Duration.ofSeconds(60)))
                .toList();
        hanging.forEach(TestCall::incoming);
        await().until(() ->
                hanging.stream().filter(call -> !call.requests().isEmpty()).count() >= 3);
        // when
        SHARED.call("/communications")
                .ofTenant(UUID.randomUUID().toString())
                .incoming()
                .awaitOperation("answer", "completed");
        // then
        assertThat(hanging)
                .noneMatch(
                        call -> call.operation("answer").path("status").asText().equals("completed"));
    }

    private static HttpResponse<String> readiness() {
        return STUCK.bundle().get("/observe/health/ready");
    }
}
