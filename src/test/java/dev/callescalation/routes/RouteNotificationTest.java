package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouteNotificationTest {

    private static final List<String> PREFIXES =
            List.of("/app", "/applications/8A34A46B-3D17-4ADC-8DCE-DC4E7D572698", "/communications");

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    /** What Graph tells of a call that is being answered, and where that leads. */
    private record Row(String prefix, String changeType, String tail, String data, String outcome) {

        Row of(String otherPrefix) {
            return new Row(otherPrefix, changeType, tail, data, outcome);
        }

        @Override
        public String toString() {
            return String.join(" ", prefix, changeType, tail, data == null ? "no data" : data, "->", outcome);
        }
    }

    private static Row row(String changeType, String tail, String data, String outcome) {
        return new Row("", changeType, tail, data, outcome);
    }

    private static String typed(String type, String rest) {
        return "{\"@odata.type\":\"#microsoft.graph." + type + "\"" + rest + "}";
    }

    static Stream<Row> rows() {
        String share = "/contentsharingsessions";
        return Stream.of(
                        row("created", "", typed("call", ",\"state\":\"incoming\""), "repeated"),
                        row("created", "", "{\"state\":\"incoming\"}", "repeated"),
                        row("updated", "", typed("call", ",\"state\":\"established\""), "decided joining"),
                        row("updated", "", typed("call", ",\"state\":\"Established\""), "decided joining"),
                        row("Updated", "", "{\"state\":\"established\"}", "decided joining"),
                        row(
                                "updated",
                                "",
                                "{\"@odata.type\":\"#Microsoft.Graph.Call\",\"state\":\"established\"}",
                                "decided joining"),
                        row(
                                "updated",
                                "",
                                "{\"@odata.type\":\"microsoft.graph.call\",\"state\":\"established\"}",
                                "decided joining"),
                        row("updated", "", typed("call", ",\"state\":\"somethingNew\""), "noted answering"),
                        row("updated", "", typed("call", ""), "noted answering"),
                        row("updated", "", null, "noted answering"),
                        row("updated", "", typed("call", ",\"state\":\"terminated\""), "decided missed"),
                        row("deleted", "", typed("call", ""), "decided missed"),
                        row("Deleted", "", "{}", "decided missed"),
                        row("deleted", "", null, "decided missed"),
                        row("deleted", "", typed("call", ",\"state\":\"established\""), "decided missed"),
                        row(
                                "unknownFutureValue",
                                "",
                                typed("call", ",\"state\":\"terminated\""),
                                "unknown-notification"),
                        row("", "", typed("call", ""), "unknown-notification"),
                        row("deleted", "/operations/o1", typed("commsOperation", ""), "unknown-operation"),
                        row("deleted", "/operations/o1", typed("inviteParticipantsOperation", ""), "unknown-operation"),
                        row("deleted", "/operations/o1", typed("playPromptOperation", ""), "unknown-operation"),
                        row("deleted", "/operations/o1", "{\"status\":\"completed\"}", "unknown-operation"),
                        row("deleted", "/operations/o1", null, "unknown-operation"),
                        row("updated", "/operations/o1", typed("commsOperation", ""), "unknown-operation"),
                        row("updated", "/participants", "[" + typed("participant", "") + "]", "noted"),
                        row("updated", "/participants", "[{}]", "noted"),
                        row("updated", "/participants", "[]", "noted"),
                        row("updated", "/participants", null, "noted"),
                        row("created", "/participants", "[" + typed("participant", "") + "]", "noted"),
                        row("deleted", "/participants", "[" + typed("participant", "") + "]", "unknown-notification"),
                        row(
                                "updated",
                                "/participants",
                                "[" + typed("deltaParticipants", ",\"sequenceNumber\":1,\"participants\":[]") + "]",
                                "noted"),
                        row("created", share, "[" + typed("contentSharingSession", "") + "]", "unknown-notification"),
                        row("updated", share + "/s1", null, "unknown-notification"),
                        row("deleted", share, null, "unknown-notification"),
                        row("updated", "", typed("participantLeftNotification", ""), "unknown-notification"),
                        row("updated", "/somethingnew", "{}", "unknown-notification"))
                .flatMap(row -> PREFIXES.stream().map(row::of));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void routesByChangeTypeAndType(Row row) {
        // given
        TestCall call = BUNDLE.call(row.prefix()).incoming();
        // when
        call.tell(item(call, row));
        // then
        JsonNode step = lastNotification(call);
        String[] outcome = row.outcome().split(" ");
        assertThat(step.path("outcome").asText()).isEqualTo(outcome[0]);
        assertThat(step.path("phase").asText()).isEqualTo(outcome.length > 1 ? outcome[1] : "answering");
    }

    @EachPrefix
    void findsTheCallByWhicheverPropertyNamesIt(String prefix) {
        for (String naming : List.of(
                "\"resource\":\"/app/calls/%1$s\",\"resourceData\":{\"state\":\"established\"}",
                "\"resourceUrl\":\"/communications/calls/%1$s\",\"resourceData\":{\"state\":\"established\"}",
                "\"resourceUrl\":\"communications/calls/%1$s\",\"resourceData\":{\"state\":\"established\"}",
                "\"resource\":\"/app/calls/%1$s\",\"resourceUrl\":\"/communications/calls/%1$s\","
                        + "\"resourceData\":{\"state\":\"established\"}",
                "\"resourceUrl\":\"https://graph.microsoft.com/v1.0/communications/calls/%1$s\","
                        + "\"resourceData\":{\"state\":\"established\"}",
                "\"resource\":\"/app/calls/%1$s\",\"resourceData\":{\"id\":\"another\",\"state\":\"established\"}",
                "\"resourceData\":{\"@odata.id\":\"/app/calls/%1$s\",\"state\":\"established\"}",
                "\"resourceData\":{\"@odata.type\":\"#microsoft.graph.call\",\"id\":\"%1$s\",\"state\":\"established\"}")) {
            // given
            TestCall call = BUNDLE.call(prefix).incoming();
            // when
            call.tell("{\"changeType\":\"updated\"," + naming.formatted(call.callerCallId()) + "}");
            // then
            assertThat(call.phase()).as(naming).isEqualTo("joining");
            assertThat(call.request("POST", call.calls()).status()).isEqualTo(201);
        }
    }

    @EachPrefix
    void asksNothingOfGraphForAHostileResource(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        String id = call.callerCallId();
        for (String hostile : List.of(
                prefix + "/calls/../" + id,
                prefix + "/calls/..%2f" + id,
                prefix + "/calls/" + id + "%2fanswer",
                prefix + "/calls/" + id + "?x=1",
                prefix + "/calls/" + id + "#x",
                prefix + "/calls/" + id + "/../../x",
                prefix + "/calls/" + id + "\\u000d\\u000aX-A: 1",
                prefix + "/calls/@evil.example.org/" + id,
                "@evil.example.org" + prefix + "/calls/" + id,
                "//evil.example.org" + prefix + "/calls/" + id,
                "https://user@graph.microsoft.com/v1.0" + prefix + "/calls/" + id,
                "file:///v1.0" + prefix + "/calls/" + id,
                "/applications/../app/calls/" + id,
                "/teams/calls/" + id,
                prefix + "/calls/" + "a".repeat(129))) {
            // when
            call.tell("""
                    {"changeType":"created","resource":"%1$s","resourceUrl":"%1$s",
                     "resourceData":{"@odata.type":"#microsoft.graph.call","@odata.id":"%1$s","id":"../%2$s",
                     "state":"incoming","source":{"identity":{"user":{"id":"u"}}}}}""".formatted(hostile, id));
            // then
            assertThat(BUNDLE.bundle().get("/escalations").body()).as(hostile).doesNotContain(call.scenarioId());
        }
        assertThat(call.requests()).isEmpty();
    }

    @EachPrefix
    void asksTheHostOfTheSettingsWhateverHostAResourceNames(String prefix) throws IOException {
        // given
        AtomicInteger asked = new AtomicInteger();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        other.start();
        TestCall call = BUNDLE.call(prefix);
        // when
        call.tell("""
                {"changeType":"created","resource":"http://127.0.0.1:%d/beta%s/calls/%s",
                 "resourceData":{"@odata.type":"#microsoft.graph.call","state":"incoming",
                  "source":{"identity":{"user":{"id":"u"}}}}}""".formatted(other.getAddress().getPort(), prefix, call.callerCallId()));
        // then
        call.awaitOperation("answer", "completed");
        assertThat(call.requests()).hasSize(1);
        assertThat(asked).hasValue(0);
        other.stop(0);
    }

    private static String item(TestCall call, Row row) {
        String path = "/calls/" + call.callerCallId() + row.tail();
        String where = call.isApp()
                ? "\"resource\":\"" + call.prefix() + path + "\""
                : "\"resource\":\"/app" + path + "\",\"resourceUrl\":\"/communications" + path + "\"";
        String data = row.data() == null ? "" : ",\"resourceData\":" + row.data();
        return "{\"changeType\":\"" + row.changeType() + "\"," + where + data + "}";
    }

    private static JsonNode lastNotification(TestCall call) {
        JsonNode last = null;
        for (JsonNode step : call.view().path("steps")) {
            last = step.path("event").asText().equals("notification") ? step : last;
        }
        return last;
    }
}
