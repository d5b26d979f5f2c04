package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import dev.callescalation.sandbox.RecordedRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InviteIntoCallTest {

    private static final String ONE = "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"agent-1\"}}}]}";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension IN_PLACE =
            BundleExtension.with("calls.escalation.mode=in-place", "calls.escalation.also-invite=user:a1");

    @EachPrefix
    void invitesIntoTheMeetingAndSaysWhereToFollowIt(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        // when
        HttpResponse<String> reply = invite(call.callerCallId(), """
                {"participants":[{"endpointType":"voicemail","languageId":"de-DE","region":"emea",
                  "identity":{"user":{"id":"agent-1","tenantId":"contoso","x":1}}}],"clientContext":"ticket/42"}""");
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.headers().firstValue("Location")).contains("/escalations/" + call.escalationId());
        assertThat(json(reply.body())).isEqualTo(json("""
                {"escalationId":"%1$s","follow":"/escalations/%1$s","phase":"escalated","operations":[
                  {"key":"invite-participants-1","command":"invite-participants","status":"notStarted",
                   "clientContext":"ticket/42","id":null}]}""".formatted(call.escalationId())));
        assertThat(invites(call, call.meetingCallId(), 2).get(1).body()).isEqualTo(json(call.byDialect("""
                {"participants":[{"endpointType":"voicemail","languageId":"de-DE","region":"emea",
                  "identity":{"user":{"id":"agent-1","tenantId":"contoso"}}}],"clientContext":"ticket/42"}""", """
                {"participants":[{"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                  "endpointType":"voicemail","identity":{"@odata.type":"#microsoft.graph.identitySet",
                  "user":{"@odata.type":"#microsoft.graph.identity","id":"agent-1","tenantId":"contoso"}}}],
                 "clientContext":"ticket/42"}""")));
    }

    @EachPrefix
    void findsTheCallByEitherIdInEitherSpelling(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        String caller = call.callerCallId();
        String meeting = call.meetingCallId();
        for (String id : List.of(caller, respelt(caller), meeting, respelt(meeting))) {
            // when
            HttpResponse<String> reply = invite(id, ONE);
            // then
            assertThat(reply.statusCode()).as(id).isEqualTo(202);
            assertThat(json(reply.body()).path("escalationId").asText()).isEqualTo(call.escalationId());
        }
        assertThat(invites(call, meeting, 5)).hasSize(5);
    }

    @EachPrefix
    void keepsPeopleWaitingUntilTheCallerHasBeenMoved(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        // when
        HttpResponse<String> first = invite(call.callerCallId(), withContext("agent-1", "ticket-1"));
        call.callerIs("established").awaitOperation("join", "completed").meetingIs("established");
        HttpResponse<String> second = invite(call.meetingCallId(), withContext("agent-2", "ticket-2"));
        // then
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(json(first.body()).path("operations")).isEmpty();
        assertThat(json(first.body()).path("phase").asText()).isEqualTo("answering");
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
        // when
        call.awaitOperation("invite-caller", "running");
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.clientContext("invite-participants-1")).isEqualTo("ticket-1");
        assertThat(call.clientContext("invite-participants-2")).isEqualTo("ticket-2");
        List<RecordedRequest> invites = invites(call, call.meetingCallId(), 3);
        assertThat(invites.subList(1, 3))
                .extracting(request -> request.body().path("clientContext").asText() + " "
                        + request.body().at("/participants/0/identity/user/id").asText())
                .containsExactlyInAnyOrder("ticket-1 agent-1", "ticket-2 agent-2");
        // when: it is told once more
        call.tell(call.endItem("invite-caller", "completed"));
        // then
        assertThat(call.operations()).hasSize(5);
    }

    @EachPrefix
    void keepsPeopleWaitingInPlaceUntilTheCallStands(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix).incoming().awaitOperation("answer", "completed");
        // when
        IN_PLACE.bundle().post("/calls/" + call.callerCallId() + "/participants", withContext("agent-1", "ticket-1"));
        assertThat(call.operations()).containsExactly("answer");
        call.callerIs("established");
        // then
        assertThat(call.operations()).containsExactly("answer", "invite-participants-1", "invite-participants-2");
        assertThat(call.clientContext("invite-participants-2")).isEqualTo("ticket-1");
    }

    @EachPrefix
    void invitesInPlaceAtOnceOnceTheCallStands(String prefix) {
        // given
        TestCall call = IN_PLACE.call(prefix).incoming().awaitOperation("answer", "completed");
        call.callerIs("established");
        // when
        HttpResponse<String> reply = IN_PLACE.bundle().post("/calls/" + call.callerCallId() + "/participants", ONE);
        // then
        assertThat(json(reply.body()).at("/operations/0/key").asText()).isEqualTo("invite-participants-2");
        assertThat(invites(call, call.callerCallId(), 2)).hasSize(2);
    }

    @EachPrefix
    void sendsMoreThanFivePeopleInRequestsOfFive(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        // when
        HttpResponse<String> reply = invite(call.callerCallId(), people(11));
        // then
        assertThat(json(reply.body()).path("operations"))
                .extracting(operation -> operation.path("clientContext").asText())
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(invites(call, call.meetingCallId(), 4).subList(1, 4))
                .extracting(request -> request.body().path("participants").size())
                .containsExactlyInAnyOrder(5, 5, 1);
    }

    @EachPrefix
    void movesSomebodyOutOfAnotherCallInARequestOfHisOwn(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        // when
        HttpResponse<String> reply = invite(call.callerCallId(), """
                {"participants":[{"identity":{"user":{"id":"b1"}}},
                  {"identity":{"user":{"id":"b2"}},"replacesCallId":"5F1C2D3E"},
                  {"identity":{"user":{"id":"b3"}},"replacesCallId":"/app/calls/5f1c2d3f"},
                  {"identity":{"user":{"id":"b4"}},"replacesCallId":null}]}""");
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(invites(call, call.meetingCallId(), 4).subList(1, 4))
                .extracting(request -> request.body().path("participants").size() + " "
                        + request.body().at("/participants/0/replacesCallId").asText())
                .containsExactlyInAnyOrder(
                        "2 ",
                        "1 " + call.byDialect(prefix + "/calls/5F1C2D3E", "5F1C2D3E"),
                        "1 " + call.byDialect(prefix + "/calls/5f1c2d3f", "5f1c2d3f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/app/calls/../x",
                "/app/calls/",
                "/app/calls/x/participants",
                "/evil/calls/x",
                "x?y",
                "x%2fy",
                "",
                " "
            })
    void refusesAReplacesCallIdThatIsNoCall(String replacesCallId) {
        // given
        TestCall call = BUNDLE.call("/app").untilEscalated();
        // when
        HttpResponse<String> reply = invite(
                call.callerCallId(),
                "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"u\"}},\"replacesCallId\":\"" + replacesCallId
                        + "\"}]}");
        // then
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).startsWith("replacesCallId must be a call id or the path of a call");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "[]",
                "null",
                "7",
                "{}",
                "{\"participants\":{}}",
                "{\"participants\":[]}",
                "{\"participants\":[7]}",
                "{\"participants\":[null]}",
                "{\"participants\":[{}]}",
                "{\"participants\":[{\"identity\":{}}]}",
                "{\"participants\":[{\"identity\":{\"user\":{}}}]}",
                "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"\"}}}]}",
                "{\"participants\":[{\"identity\":{\"user\":{\"id\":5}}}]}",
                "{\"participants\":[{\"identity\":{\"robot\":{\"id\":\"r\"}}}]}",
                "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"u\"}},\"region\":7}]}",
                "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"u\"}}}],\"clientContext\":7}",
                "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"u\"}}}]}x"
            })
    void saysInOneSentenceWhatIsWrongWithABody(String body) {
        // given
        TestCall call = BUNDLE.call("/communications").incoming();
        // when
        HttpResponse<String> reply = invite(call.callerCallId(), body);
        // then
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(reply.body()).matches("[^\n]+\\.\n");
        assertThat(call.operations()).containsExactly("answer");
    }

    @EachPrefix
    void refusesMoreThanItCanCarry(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        // then
        assertThat(invite(call.callerCallId(), people(1001)).statusCode()).isEqualTo(400);
        assertThat(invite(call.callerCallId(), withContext("u", "x".repeat(257)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(invite(call.callerCallId(), withContext("u", "x".repeat(256)))
                        .statusCode())
                .isEqualTo(202);
    }

    @EachPrefix
    void knowsNoCallOfThatId(String prefix) {
        for (String id : List.of(BUNDLE.call(prefix).newId(), "x", "..%2fx", "latest")) {
            // when
            HttpResponse<String> reply = invite(id, ONE);
            // then
            assertThat(reply.statusCode()).isEqualTo(404);
            assertThat(reply.body()).isEqualTo("No such call.\n");
        }
    }

    @EachPrefix
    void invitesNobodyIntoACallThatHasEnded(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().callerDeleted();
        // when
        HttpResponse<String> reply = invite(call.callerCallId(), ONE);
        // then
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body()).isEqualTo("The call has ended.\n");
        assertThat(call.operations()).containsExactly("answer");
    }

    @EachPrefix
    void takesASecondRequestWithTheSameClientContextForARepeat(String prefix) {
        // given
        TestCall waiting = BUNDLE.call(prefix).untilInviting();
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        // when
        invite(call.callerCallId(), withContext("u1", "ticket-1"));
        HttpResponse<String> repeat = invite(call.callerCallId(), withContext("u1", "ticket-1"));
        invite(waiting.callerCallId(), withContext("u1", "ticket-2"));
        invite(waiting.callerCallId(), withContext("u1", "ticket-2"));
        // then
        assertThat(repeat.statusCode()).isEqualTo(202);
        assertThat(json(repeat.body()).path("operations"))
                .extracting(operation -> operation.path("key").asText())
                .containsExactly("invite-participants-1");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller", "invite-participants-1");
        assertThat(call.clientContext("invite-participants-1")).isEqualTo("ticket-1");
        // when
        waiting.tell(waiting.endItem("invite-caller", "completed"));
        // then
        assertThat(waiting.operations()).containsExactly("answer", "join", "invite-caller", "invite-participants-1");
    }

    @EachPrefix
    void recordsTheRequestAmongTheSteps(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        // when
        invite(call.callerCallId(), ONE);
        // then
        JsonNode steps = call.view().path("steps");
        assertThat(steps).anySatisfy(step -> {
            assertThat(step.path("event").asText()).isEqualTo("request");
            assertThat(step.path("what").asText()).isEqualTo("invite 1 participant(s)");
            assertThat(step.at("/message/participants")).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-7", "klingon", "%%%"})
    void refusesACharsetThatNobodyKnows(String charset) {
        try (TestLog log = TestLog.of("invite-into-call")) {
            // when
            HttpResponse<String> reply = invite("c", ONE.getBytes(StandardCharsets.UTF_8), charset);
            // then
            assertThat(reply.statusCode()).isEqualTo(400);
            assertThat(reply.body()).isEqualTo("The charset of the Content-Type is not known.\n");
            assertThat(log.lines(""))
                    .containsExactly(
                            "invite-into-call status=400 " + reply.body().strip());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "utf-16", "utf-8"})
    void readsTheBodyInTheCharsetOfItsContentType(String charset) {
        // given
        TestCall call = BUNDLE.call("/communications").untilEscalated();
        byte[] body = withContext("u", "Jörg").getBytes(Charset.forName(charset));
        // when
        HttpResponse<String> reply = invite(call.callerCallId(), body, charset);
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(call.clientContext("invite-participants-1")).isEqualTo("Jörg");
    }

    @Test
    void refusesABodyThatIsNotTextInItsCharset() {
        // when
        HttpResponse<String> reply =
                invite("c", withContext("u", "Jörg").getBytes(StandardCharsets.ISO_8859_1), "utf-8");
        // then
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("The body is not valid JSON.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void takesNothingButPosts(String method) {
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(BUNDLE.bundle().control("/calls/x/participants"))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(405);
    }

    private static HttpResponse<String> invite(String callId, String body) {
        return BUNDLE.bundle().post("/calls/" + callId + "/participants", body);
    }

    private static HttpResponse<String> invite(String callId, byte[] body, String charset) {
        return BUNDLE.bundle()
                .send(HttpRequest.newBuilder(BUNDLE.bundle().control("/calls/" + callId + "/participants"))
                        .header("Content-Type", "application/json; charset=" + charset)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build());
    }

    private static String withContext(String user, String context) {
        return "{\"participants\":[{\"identity\":{\"user\":{\"id\":\"" + user + "\"}}}],\"clientContext\":\"" + context
                + "\"}";
    }

    private static String people(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{\"identity\":{\"user\":{\"id\":\"p" + i + "\"}}}")
                .collect(Collectors.joining(",", "{\"participants\":[", "]}"));
    }

    private static String respelt(String id) {
        return id.contains("-")
                ? id.replace("-", "").toUpperCase(Locale.ROOT)
                : id.toLowerCase(Locale.ROOT).replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-");
    }

    private static List<RecordedRequest> invites(TestCall call, String callId, int number) {
        String path = call.calls() + "/" + callId + "/participants/invite";
        return await().until(
                        () -> call.requests().stream()
                                .filter(request -> request.path().equals(path))
                                .toList(),
                        invites -> invites.size() == number);
    }
}
