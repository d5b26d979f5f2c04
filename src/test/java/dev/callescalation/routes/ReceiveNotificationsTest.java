package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveNotificationsTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with("calls.control.show-people=true");

    @RegisterExtension
    static final BundleExtension WITHOUT_MEETING = BundleExtension.with(MeetingBook.SETTINGS);

    @RegisterExtension
    static final BundleExtension OTHER_TENANT =
            BundleExtension.with("calls.webhook.tenants=11111111-0000-4000-8000-2d7cd011db47");

    @EachPrefix
    void acknowledgesWith202AndNothingElse(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        HttpResponse<String> reply = call.post("", call.incomingItem("{\"user\":{\"id\":\"u\"}}"));
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
        assertThat(call.phase()).isEqualTo("answering");
    }

    @EachPrefix
    void echoesNothingOfTheRequest(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(request("?q=1", "{\"value\":[" + call.incomingItem("{\"user\":{\"id\":\"u\"}}") + "]}")
                        .header("X-A", "1")
                        .header("q", "2")
                        .header("Location", "https://evil.example.org")
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(reply.headers().map().keySet())
                .map(String::toLowerCase)
                .doesNotContain("x-a", "q", "location", "authorization", "user-agent");
    }

    @Test
    void hasTheTokenForGraphFetchedBeforeACallIsAnswered() {
        // given
        String tenant = java.util.UUID.randomUUID().toString();
        String token = BUNDLE.bundle().sandbox().webhookToken(tenant);
        int before = BUNDLE.bundle().sandbox().tokenRequests();
        // when
        HttpRequest request = HttpRequest.newBuilder(URI.create(webhook()))
                .header("Authorization", "Bearer " + token)
                .POST(body("{\"value\":[]}"))
                .build();
        // then
        assertThat(BUNDLE.bundle().send(request).statusCode()).isEqualTo(202);
        await().until(() -> BUNDLE.bundle().sandbox().tokenRequests() > before);
    }

    @EachPrefix
    void refusesARequestWithoutTokenAndRecordsNothing(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        for (String token : List.of("", "Basic abc", "Bearer", "Bearer x.y.z", bearer() + "x")) {
            // when
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(webhook()))
                    .POST(body("{\"value\":[" + call.incomingItem("{\"user\":{\"id\":\"u\"}}") + "]}"));
            HttpResponse<String> reply = BUNDLE.bundle()
                    .send(
                            token.isEmpty()
                                    ? request.build()
                                    : request.header("Authorization", token).build());
            // then
            assertThat(reply.statusCode()).as(token).isEqualTo(401);
            assertThat(reply.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(reply.body()).isEmpty();
        }
        assertThat(BUNDLE.bundle().get("/escalations/" + call.callerCallId()).statusCode())
                .isEqualTo(404);
        assertThat(BUNDLE.bundle().get("/notifications/unmatched").body()).doesNotContain(call.callerCallId());
    }

    @EachPrefix
    void refusesWith403ATenantThatIsNotServed(String prefix) {
        // given
        TestCall call = OTHER_TENANT.call(prefix);
        // when
        HttpResponse<String> reply = call.post("", call.incomingItem("{\"user\":{\"id\":\"u\"}}"));
        // then
        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(OTHER_TENANT
                        .bundle()
                        .get("/escalations/" + call.callerCallId())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesTwoTokensInOneRequest() {
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(request("", "{\"value\":[]}")
                        .header("Authorization", "Bearer x.y.z")
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(401);
    }

    @Test
    void asksForGraphsFormWhereTheOldSkypeFormComes() {
        // when
        HttpResponse<String> reply = post("""
                {"callState":"incoming","participants":[],"presentedModalityTypes":["audio"],"isMultiparty":false}""");
        // then
        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"value\":[]}", "{\"hello\":{\"value\":[1]}}"})
    void acknowledgesABodyWithNothingToActOn(String body) {
        // when
        HttpResponse<String> reply = post(body);
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "null",
                "7",
                " ",
                "{}{}",
                "{\"value\":[}",
                "{\"value\":{}}",
                "{\"value\":\"x\"}"
            })
    void saysInOneSentenceWhatIsWrongWithABody(String body) {
        // when
        HttpResponse<String> reply = post(body);
        // then
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(reply.body()).matches("[^\n]+\\.\n");
    }

    @EachPrefix
    void decidesOnEachNotificationOfSeveralCallsInTheirOrder(String prefix) {
        // given
        TestCall first = BUNDLE.call(prefix);
        TestCall second = BUNDLE.call(prefix);
        // when
        first.tell(
                first.incomingItem("{\"user\":{\"id\":\"u1\"}}"),
                second.incomingItem("{\"user\":{\"id\":\"u2\"}}"),
                first.callItem("updated", first.callerCallId(), "establishing"),
                second.callItem("updated", second.callerCallId(), "established"),
                first.callItem("updated", first.callerCallId(), "established"),
                second.callItem("deleted", second.callerCallId(), "terminated"));
        // then
        assertThat(first.phase()).isEqualTo("joining");
        assertThat(notifications(first))
                .containsExactly("created call incoming", "updated call establishing", "updated call established");
        assertThat(second.phase()).isEqualTo("missed");
        assertThat(notifications(second))
                .containsExactly("created call incoming", "updated call established", "deleted call terminated");
    }

    @EachPrefix
    void parksWhatCannotBeDecidedAndGoesOnWithTheOthers(String prefix) {
        // given: the policy choose-meeting throws as soon as the first call stands
        TestCall first = WITHOUT_MEETING.call(prefix).incoming();
        TestCall second = WITHOUT_MEETING.call(prefix);
        // when
        HttpResponse<String> reply = first.post(
                "",
                first.callItem("updated", first.callerCallId(), "established"),
                second.incomingItem("{\"user\":{\"id\":\"u2\"}}"));
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
        assertThat(first.phase()).isEqualTo("answering");
        assertThat(first.operations()).containsExactly("answer");
        assertThat(second.phase()).isEqualTo("answering");
        JsonNode parked = first.deadLetter();
        assertThat(parked.path("error").asText()).contains("No meeting for");
        assertThat(parked.path("what").asText()).isEqualTo("updated call established");
    }

    @EachPrefix
    void passesOverItemsThatAreNoNotifications(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.tell(
                "null",
                "\"text\"",
                "7",
                "true",
                "[]",
                "{}",
                "{\"changeType\":\"updated\"}",
                "{\"changeType\":7,\"resource\":{},\"resourceData\":\"x\"}",
                "{\"changeType\":null,\"resource\":null,\"resourceData\":[null,[]]}",
                call.incomingItem("{\"user\":{\"id\":\"u\"}}"));
        // then
        assertThat(call.phase()).isEqualTo("answering");
    }

    @ParameterizedTest
    @CsvSource({"iso-8859-1", "\"ISO-8859-1\"", "windows-1252", "utf-16", "UTF-16LE", "utf-8", "UTF8"})
    void readsTheBodyInTheCharsetOfItsContentType(String charset) {
        // given
        TestCall call = BUNDLE.call("/app");
        String item = call.incomingItem("{\"user\":{\"id\":\"u\",\"displayName\":\"Jörg Çelik\"}}");
        // when
        HttpResponse<String> reply = post(
                ("{\"value\":[" + item + "]}").getBytes(Charset.forName(charset.replace("\"", ""))),
                "application/json; charset=" + charset);
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(call.view()
                        .at("/steps/0/message/resourceData/source/identity/user/displayName")
                        .asText())
                .isEqualTo("Jörg Çelik");
    }

    @ParameterizedTest
    @ValueSource(strings = {"klingon", "%%%", "utf-8; utf-9", "x y"})
    void refusesACharsetThatNobodyKnows(String charset) {
        // when
        HttpResponse<String> reply =
                post("{\"value\":[]}".getBytes(StandardCharsets.UTF_8), "application/json; charset=" + charset);
        // then
        assertThat(reply.statusCode()).isIn(400, 202);
        assertThat(reply.statusCode()).isEqualTo(charset.startsWith("utf-8") ? 202 : 400);
    }

    @EachPrefix
    void refusesWhatIsNotJson(String prefix) {
        for (String type : List.of("text/plain", "*/*", "nonsense", "multipart/form-data; boundary=x")) {
            // given
            TestCall call = BUNDLE.call(prefix);
            String body = "{\"value\":[" + call.incomingItem("{\"user\":{\"id\":\"u\"}}") + "]}";
            // when
            HttpResponse<String> reply = post(body.getBytes(StandardCharsets.UTF_8), type);
            // then
            assertThat(reply.statusCode()).as(type).isEqualTo(415);
            assertThat(BUNDLE.bundle()
                            .get("/escalations/" + call.callerCallId())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void acknowledgesNoFormForItWouldBeLost() {
        // when
        HttpResponse<String> reply =
                post("{\"value\":[{}]}".getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded");
        // then
        assertThat(reply.statusCode()).isEqualTo(415);
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e999999999", "123456789012345678901234567890", "0.1e-999999999", "1e", "-"})
    void survivesNumbersOfAnySize(String number) {
        // given
        TestCall call = BUNDLE.call("/communications");
        // when
        HttpResponse<String> reply = call.post("", """
                {"changeType":"deleted","resourceUrl":"/communications/calls/%s/operations/o","resourceData":
                 {"@odata.type":"#microsoft.graph.commsOperation","resultInfo":{"code":%s,"subcode":%s}}}""".formatted(call.callerCallId(), number, number));
        // then
        assertThat(reply.statusCode()).isIn(202, 400);
        assertThat(BUNDLE.bundle().get("/notifications/unmatched").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 490, 500, 990, 994, 996, 1000, 5000})
    void survivesNestingOfAnyDepth(int levels) {
        // given
        TestCall call = BUNDLE.call("/communications").incoming();
        String deep = "[".repeat(levels) + "]".repeat(levels);
        // when
        HttpResponse<String> reply = call.post(
                "",
                "{\"changeType\":\"updated\",\"resourceUrl\":\"/communications/calls/" + call.callerCallId()
                        + "\",\"resourceData\":{\"state\":\"establishing\",\"deep\":" + deep + "}}");
        // then
        assertThat(reply.statusCode()).isIn(202, 400);
        assertThat(BUNDLE.bundle().get("/escalations/" + call.callerCallId()).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void takesNothingButPosts(String method) {
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(URI.create(webhook()))
                        .header("Authorization", bearer())
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build());
        // then
        assertThat(reply.statusCode()).isEqualTo(405);
    }

    private static List<String> notifications(TestCall call) {
        List<String> told = new ArrayList<>();
        for (JsonNode step : call.view().path("steps")) {
            if (step.path("event").asText().equals("notification")) {
                told.add(step.path("what").asText());
            }
        }
        return told;
    }

    private static String webhook() {
        return BUNDLE.bundle().webhook();
    }

    private static String bearer() {
        return "Bearer " + BUNDLE.bundle().sandbox().webhookToken(TestBundle.TENANT);
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private static HttpRequest.Builder request(String query, String text) {
        return HttpRequest.newBuilder(URI.create(webhook() + query))
                .header("Authorization", bearer())
                .header("Content-Type", "application/json")
                .POST(body(text));
    }

    private static HttpResponse<String> post(String text) {
        return BUNDLE.bundle().send(request("", text).build());
    }

    private static HttpResponse<String> post(byte[] bytes, String contentType) {
        return BUNDLE.bundle()
                .send(HttpRequest.newBuilder(URI.create(webhook()))
                        .header("Authorization", bearer())
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build());
    }
}
