package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallIncomingTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @EachPrefix
    void answersTheCallThatComesIn(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.incoming();
        // then
        assertThat(call.operations()).containsExactly("answer");
        assertThat(call.phase()).isEqualTo("answering");
    }

    @EachPrefix
    void rejectsACallerWhomGraphDoesNotNameAndSaysWhy(String prefix) {
        for (String caller : List.of(
                "{'encrypted':{'id':null}}",
                "{'phone':{'id':'anonymous'}}",
                "{'user':{'displayName':'Ada'}}",
                "{'futureKind':{}}",
                "{}")) {
            // given
            TestCall call = BUNDLE.call(prefix);
            // when
            call.incoming(caller.replace('\'', '"'));
            // then
            assertThat(call.operations()).containsExactly("reject");
            assertThat(call.phase()).isEqualTo("failed");
            assertThat(call.view().path("failure").asText())
                    .startsWith("Graph gives no id of the caller (kind '")
                    .contains("encrypts", "permissions Calls.Initiate.All");
        }
    }

    @EachPrefix
    void answersAnInvitationIntoAGroupCallAndMovesNobody(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        TestCall peerToPeer = BUNDLE.call(prefix);
        String item = call.incomingItem("{\"user\":{\"id\":\"u\"}}");
        // when
        call.tell(item.replace("\"state\":", "\"meetingInfo\":{\"@odata.type\":\"#x\"},\"state\":"));
        call.callerIs("established");
        peerToPeer.tell(peerToPeer
                .incomingItem("{\"user\":{\"id\":\"u\"}}")
                .replace("\"state\":", "\"chatInfo\":{\"threadId\":\"t\"},\"meetingInfo\":null,\"state\":"));
        peerToPeer.callerIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer");
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(peerToPeer.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void answersOnceHoweverOftenGraphTellsOfIt(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        call.incoming().incoming();
        // then
        assertThat(call.operations()).containsExactly("answer");
        call.request("POST", call.calls() + "/" + call.callerCallId() + "/answer");
        call.awaitOperation("answer", "completed");
        assertThat(call.requests()).hasSize(1);
    }

    @EachPrefix
    void answersACallWhoseIdIsSpeltTheOtherWayTheSecondTime(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // when
        String respelt = call.byDialect(
                call.callerCallId().toLowerCase(),
                call.callerCallId().replace("-", "").toUpperCase());
        call.tell(call.callItem("updated", respelt, "established"));
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
    }

    @EachPrefix
    void doesNotAnswerWhatDoesNotRing(String prefix) {
        // given
        TestCall established = BUNDLE.call(prefix);
        TestCall outgoing = BUNDLE.call(prefix);
        // when
        established.tell(established.callItem("created", established.callerCallId(), "established"));
        outgoing.tell(outgoing.callItem("created", outgoing.callerCallId(), "establishing")
                .replace("\"state\"", "\"direction\":\"outgoing\",\"state\""));
        // then
        String unmatched = BUNDLE.bundle().get("/notifications/unmatched").body();
        assertThat(unmatched).contains(established.callerCallId(), outgoing.callerCallId());
        assertThat(established.requests()).isEmpty();
        assertThat(outgoing.requests()).isEmpty();
    }

    @EachPrefix
    void recordsACallWithoutAnId(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.tell("{\"changeType\":\"created\",\"resourceData\":"
                + "{\"@odata.type\":\"#microsoft.graph.call\",\"state\":\"incoming\"}}");
        // then
        assertThat(BUNDLE.bundle().get("/notifications/unmatched").body()).contains("unknown-call");
    }
}
