package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnknownNotificationTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @EachPrefix
    void recordsAKindThatNoRouteTakesAmongTheStepsOfItsEscalation(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.tell("{\"changeType\":\"updated\",\"resource\":\"" + prefix + "/calls/" + call.callerCallId()
                + "\",\"resourceData\":{\"@odata.type\":\"#microsoft.graph.mood\",\"mood\":\"fine\"}}");
        // then
        JsonNode step = StreamSupport.stream(call.view().path("steps").spliterator(), false)
                .filter(s -> s.path("what").asText().equals("updated mood"))
                .findFirst()
                .orElseThrow();
        assertThat(step.path("outcome").asText()).isEqualTo("unknown-notification");
        assertThat(step.at("/message/resourceData/mood").asText()).isEqualTo("fine");
        assertThat(call.phase()).isEqualTo("answering");
        assertThat(call.operations()).containsExactly("answer");
    }

    @EachPrefix
    void recordsNewsOfACallThatIsNotOurs(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.callerIs("established").callerDeleted();
        call.tell(call.operationItem(call.callerCallId(), call.newId(), "completed", "c"));
        call.tell(call.rosterItem(call.callerCallId(), TestCall.CALLER));
        // then
        String unmatched = BUNDLE.bundle().get("/notifications/unmatched").body();
        assertThat(StreamSupport.stream(
                                TestBundle.json(unmatched).path("notifications").spliterator(), false)
                        .filter(entry -> entry.path("call").asText().equals(call.callerCallId())))
                .hasSize(4)
                .allMatch(entry -> entry.path("outcome").asText().equals("unknown-call"));
        assertThat(BUNDLE.bundle().get("/escalations/" + call.callerCallId()).statusCode())
                .isEqualTo(404);
        assertThat(call.requests()).isEmpty();
    }

    @EachPrefix
    void asksNothingOfGraphForAThirdCallAtTheCallbackOfAnEscalation(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        String stranger = call.newId();
        call.tellMeetingCallback(
                call.callItem("updated", stranger, "terminated"), call.callItem("deleted", stranger, "terminated"));
        // then
        assertThat(call.phase()).isEqualTo("moving");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        assertThat(call.view().path("meetingCall").path("state").asText()).isEqualTo("established");
    }
}
