package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.RecordedRequest;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

class InPlaceTest {

    @RegisterExtension
    static final BundleExtension IN_PLACE =
            BundleExtension.with("calls.escalation.mode=in-place", "calls.escalation.also-invite=user:a1,phone:+491");

    @RegisterExtension
    static final BundleExtension IN_PLACE_NOBODY = BundleExtension.with("calls.escalation.mode=in-place");

    @EachPrefix
    void invitesIntoTheCallersCallOneARequest(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix).incoming().awaitOperation("answer", "completed");
        // when
        call.callerIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer", "invite-participants-1", "invite-participants-2");
        assertThat(call.phase()).isEqualTo("in-place");
        List<RecordedRequest> invites = invites(call, 2);
        assertThat(invites)
                .allMatch(request ->
                        request.path().equals(call.calls() + "/" + call.callerCallId() + "/participants/invite"))
                .allMatch(request -> request.body().path("participants").size() == 1);
    }

    @EachPrefix
    void isDoneInPlaceWhenTheLastInviteHasEnded(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix).incoming().awaitOperation("answer", "completed");
        call.callerIs("established");
        call.awaitOperation("invite-participants-1", "running").awaitOperation("invite-participants-2", "running");
        // when
        end(call, "invite-participants-1");
        // then
        assertThat(call.phase()).isEqualTo("in-place");
        // when
        end(call, "invite-participants-2");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void isDoneAtOnceInPlaceWhenNobodyIsToBeInvited(String prefix) {
        // given
        TestCall call = IN_PLACE_NOBODY.call(prefix).incoming();
        // when
        call.callerIs("established");
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer");
    }

    private static void end(TestCall call, String key) {
        call.tell(call.operationItem(call.callerCallId(), call.newId(), "completed", call.clientContext(key)));
    }

    private static String body(String displayName) {
        var root = new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();
        root.putArray("participants")
                .addObject()
                .putObject("identity")
                .putObject("user")
                .put("id", "u1")
                .put("displayName", displayName);
        return root.toString();
    }

    private static RecordedRequest invite(TestCall call, String callId) {
        return call.request("POST", call.calls() + "/" + callId + "/participants/invite");
    }

    private static List<RecordedRequest> invites(TestCall call, int number) {
        return await().until(() -> call.requestsTo("/participants/invite"), invites -> invites.size() == number);
    }

    private static JsonNode participant(TestCall call, List<RecordedRequest> invites, String id) {
        for (RecordedRequest invite : invites) {
            for (JsonNode participant : invite.body().path("participants")) {
                if (participant.path("identity").toString().contains("\"id\":\"" + id + "\"")) {
                    return participant;
                }
            }
        }
        throw new AssertionError(id + " is in no invite of " + call.escalationId());
    }
}
