package dev.callescalation.routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class MomentsTest {

    private static final String[] MOMENTS = {
        "call-answered",
        "meeting-joined",
        "caller-moved",
        "participants-invited",
        "invite-failed",
        "escalation-failed",
        "escalation-ended"
    };

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with("calls.escalation.also-invite=a1");

    private static final Map<String, String> PHASES = new ConcurrentHashMap<>();

    private static TestLog log;

    @BeforeAll
    static void listen() {
        log = TestLog.of(MomentsTest::askPhase, MOMENTS);
    }

    @AfterAll
    static void stopListening() {
        log.close();
    }

    @EachPrefix
    void tellsEachMomentOnce(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when: everything is told twice
        call.incoming().incoming().awaitOperation("answer", "completed");
        call.callerIs("established").callerIs("established").awaitOperation("join", "completed");
        call.meetingIs("established").meetingIs("established").awaitOperation("invite-caller", "running");
        call.tell(call.endItem("invite-caller", "completed"));
        call.tell(call.endItem("invite-caller", "completed"));
        call.awaitOperation("invite-participants-1", "running");
        call.tell(call.endItem("invite-participants-1", "completed"));
        call.tell(call.endItem("invite-participants-1", "completed"));
        call.callerDeleted().callerDeleted().meetingDeleted().meetingDeleted();
        // then
        assertThat(moments(call, 5))
                .containsExactlyInAnyOrder(
                        "call-answered", "meeting-joined", "caller-moved", "participants-invited", "escalation-ended");
    }

    @EachPrefix
    void tellsAMomentAfterItsCommit(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        // when
        call.callerIs("established");
        // then: whoever is told sees what has been decided
        assertThat(moments(call, 1)).containsExactly("call-answered");
        assertThat(await().until(() -> PHASES.get("call-answered " + call.escalationId()), phase -> phase != null))
                .isEqualTo("joining");
    }

    @EachPrefix
    void tellsThatAnEscalationHasFailed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when: the last end is told twice
        call.untilNoMoveHelps();
        call.tell(call.endItem("ring-caller", "failed"));
        // then
        assertThat(moments(call, 3)).containsExactlyInAnyOrder("call-answered", "meeting-joined", "escalation-failed");
    }

    @EachPrefix
    void tellsThatACallWasMissed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.callerDeleted().callerDeleted();
        // then
        assertThat(moments(call, 1)).containsExactly("escalation-ended");
        assertThat(log.lines(call.escalationId()))
                .containsExactly("escalation-ended escalation=" + call.escalationId() + " call=" + call.callerCallId()
                        + " phase=missed");
    }

    @EachPrefix
    void tellsThatAnInviteOfSomebodyElseHasFailed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated().awaitOperation("invite-participants-1", "running");
        // when
        call.tell(call.endItem("invite-participants-1", "failed"));
        call.meetingDeleted();
        // then
        assertThat(moments(call, 5))
                .containsExactlyInAnyOrder(
                        "call-answered", "meeting-joined", "caller-moved", "invite-failed", "escalation-ended");
    }

    /** The names of the moments so far, when there are that many. */
    private static List<String> moments(TestCall call, int number) {
        String escalation = "escalation=" + call.escalationId();
        await().until(() -> log.lines(escalation).size() >= number);
        return log.lines(escalation).stream().map(line -> line.split(" ")[0]).toList();
    }

    private static void askPhase(String line) {
        String id = line.replaceAll(".*escalation=(\\S+).*", "$1");
        String view = BUNDLE.bundle().get("/escalations/" + id).body();
        PHASES.put(
                line.split(" ")[0] + " " + id,
                TestBundle.json(view).path("phase").asText());
    }
}
