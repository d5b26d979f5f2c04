package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.RecordedRequest;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

class InviteOthersTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension SEVEN =
            BundleExtension.with("calls.escalation.also-invite=a1,a2,a3,a4,guest:a5@contoso,phone:+4930123456,a7");

    @EachPrefix
    void movesTheCallerWhateverKindOfCallerItIs(String prefix) {
        for (String kind : List.of("user", "phone", "guest", "application", "applicationInstance")) {
            // given
            TestCall call = BUNDLE.call(prefix);
            call.incoming("{\"" + kind + "\":{\"id\":\"id-1\",\"displayName\":\"Ada\",\"tenantId\":\""
                    + TestBundle.TENANT + "\"}}");
            call.awaitOperation("answer", "completed").callerIs("established").awaitOperation("join", "completed");
            // when
            call.meetingIs("established");
            // then
            boolean oldGuest = call.isApp() && kind.equals("guest");
            assertThat(invite(call, call.meetingCallId()).body())
                    .as(kind)
                    .isEqualTo(json(call.byDialect(
                            """
                    {"participants":[{"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                      "identity":{"%s":{"id":"id-1"%s}},"replacesCallId":"%s/calls/%s"}],
                     "clientContext":"%s/invite-caller"}""".formatted(
                                            oldGuest ? "user" : kind,
                                            oldGuest ? ",\"identityProvider\":\"None\"" : "",
                                            prefix,
                                            call.callerCallId(),
                                            call.escalationId()),
                            """
                    {"participants":[{"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                      "replacesCallId":"%s","identity":{"@odata.type":"#microsoft.graph.identitySet",
                      "%s":{"@odata.type":"#microsoft.graph.identity","id":"id-1"}}}],
                     "clientContext":"%s/invite-caller"}""".formatted(call.callerCallId(), kind, call.escalationId()))));
        }
    }

    @EachPrefix
    void movesAGuestThatTheOldDialectWritesAsAUser(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        call.incoming("{\"user\":{\"id\":\"id-1\",\"identityProvider\":\"None\"}}");
        call.awaitOperation("answer", "completed").callerIs("established").awaitOperation("join", "completed");
        // when
        call.meetingIs("established");
        // then
        JsonNode identity = invite(call, call.meetingCallId()).body().at("/participants/0/identity");
        assertThat(identity)
                .isEqualTo(json(call.byDialect("{\"user\":{\"id\":\"id-1\",\"identityProvider\":\"None\"}}", """
                {"@odata.type":"#microsoft.graph.identitySet",
                 "guest":{"@odata.type":"#microsoft.graph.identity","id":"id-1"}}""")));
    }

    @EachPrefix
    void invitesTheOthersAfterTheMoveFiveARequest(String prefix) {
        // given
        TestCall call = SEVEN.call(prefix).untilInviting();
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        // when
        String context = call.clientContext("invite-caller");
        call.tell(call.operationItem(call.meetingCallId(), call.operationId("invite-caller"), "completed", context));
        // then
        assertThat(call.operations())
                .containsExactly("answer", "join", "invite-caller", "invite-participants-1", "invite-participants-2");
        List<RecordedRequest> invites = invites(call, 3);
        assertThat(invites.subList(1, 3))
                .extracting(request -> request.body().path("participants").size())
                .containsExactlyInAnyOrder(5, 2);
        assertThat(participant(call, invites, "a1")).isEqualTo(json(call.byDialect("""
                {"endpointType":"default","identity":{"user":{"id":"a1"}}}""", """
                {"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                 "identity":{"@odata.type":"#microsoft.graph.identitySet",
                   "user":{"@odata.type":"#microsoft.graph.identity","id":"a1"}}}""")));
        assertThat(participant(call, invites, "a5")).isEqualTo(json(call.byDialect("""
                {"endpointType":"default",
                 "identity":{"user":{"id":"a5","tenantId":"contoso","identityProvider":"None"}}}""", """
                {"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                 "identity":{"@odata.type":"#microsoft.graph.identitySet",
                   "guest":{"@odata.type":"#microsoft.graph.identity","id":"a5","tenantId":"contoso"}}}""")));
        assertThat(participant(call, invites, "+4930123456").path("identity").has("phone"))
                .isTrue();
    }

    @EachPrefix
    void followsTwoInvitesWhoseEndsGraphTellsWithoutAnOperationId(String prefix) {
        // given
        TestCall call = SEVEN.call(prefix).untilEscalated();
        call.awaitOperation("invite-participants-1", "running").awaitOperation("invite-participants-2", "running");
        // when: the documents' path where several were invited
        for (String key : List.of("invite-participants-1", "invite-participants-2")) {
            call.tell(call.operationItem(call.meetingCallId(), "participants", "completed", call.clientContext(key))
                    .replace("\"id\":\"participants\"", "\"id\":null"));
        }
        // then
        assertThat(call.operation("invite-participants-1").path("status").asText())
                .isEqualTo("completed");
        assertThat(call.operation("invite-participants-2").path("status").asText())
                .isEqualTo("completed");
    }

    @EachPrefix
    void takesAnOperationForOursByItsClientContextAlone(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell("""
                {"changeType":"deleted","resourceData":{"@odata.type":"#microsoft.graph.commsOperation",
                 "clientContext":"%s","status":"completed"}}""".formatted(call.clientContext("invite-caller")));
        // then
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @EachPrefix
    void keepsADisplayNameByteForByte(String prefix) {
        for (String name : List.of(
                "Say \"hi\"",
                "{a} }} {{b}}",
                "${body} $simple{body} {{calls.bot.app-id}}",
                "line\nbreak\r\n\ttab",
                "\\u0041 \\ /",
                "Ωmega 😀 \u0000 \u2028",
                "'quote', ', 1)",
                "<b>&amp;</b>")) {
            // given
            TestCall call = BUNDLE.call(prefix).untilEscalated();
            // when
            BUNDLE.bundle().post("/calls/" + call.callerCallId() + "/participants", body(name));
            // then
            List<RecordedRequest> invites = invites(call, 2);
            assertThat(invites.get(1)
                            .body()
                            .at("/participants/0/identity/user/displayName")
                            .asText())
                    .isEqualTo(name);
        }
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
