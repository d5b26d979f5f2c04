package dev.callescalation.trace;

import static dev.callescalation.trace.TraceReceiver.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class TracesTest {

    private static final String KEY = "marked-key-1234";
    private static final String PASSCODE = "marked-passcode-4711";
    private static final String NAME = "Marked Miriam";
    private static final String USER = "0badcafe-1111-4222-8333-abad1deac0de";
    private static final String PHONE = "+4930555017171";
    private static final String MEETING = "1234567890";

    private static TraceReceiver receiver;
    private static TestBundle bundle;

    @BeforeAll
    static void start() {
        receiver = new TraceReceiver();
        bundle = TestBundle.start(
                Path.of(""),
                Map.of(
                        "calls.traces.enabled",
                        "true",
                        "calls.traces.endpoint-url",
                        receiver.url(),
                        "calls.traces.headers",
                        "x-key=" + KEY,
                        "calls.meeting.join-url",
                        "",
                        "calls.meeting.join-meeting-id",
                        MEETING,
                        "calls.meeting.passcode",
                        PASSCODE,
                        "calls.escalation.also-invite",
                        "user:" + USER + ",phone:" + PHONE));
    }

    @AfterAll
    static void stop() {
        bundle.close();
        receiver.close();
    }

    @EachPrefix
    void showAnEscalation(String prefix) {
        try (TestLog log = TestLog.ofEverything()) {
            // given: Graph is busy once
            TestCall call = bundle.call(prefix);
            bundle.sandbox()
                    .fault(
                            call.scenarioId(),
                            new Fault.Reply(
                                    CommandKind.JOIN,
                                    503,
                                    Map.of(),
                                    TestBundle.json("{\"error\":{\"code\":\"busy\",\"message\":\"%s %s\"}}"
                                            .formatted(NAME, USER)),
                                    Repetition.ONCE));
            // when
            call.incoming("{\"user\":{\"id\":\"%s\",\"displayName\":\"%s\"}}".formatted(USER, NAME))
                    .awaitOperation("answer", "completed")
                    .callerIs("established")
                    .awaitOperation("join", "completed")
                    .meetingIs("established")
                    .awaitOperation("invite-caller", "running");
            call.tell(call.endItem("invite-caller", "completed"));
            call.awaitPhase("escalated");
            // then
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> decisions(call).stream()
                            .anyMatch(decision ->
                                    attribute(decision, "escalation.phase").equals("escalated")));
            List<Span> decisions = decisions(call);
            eachLinksToTheOneBefore(decisions);
            Span incoming = decisions.get(0);
            aRequestIsTheRoot(incoming);
            Span answer = theCommandIsAPartOf(incoming, call);
            assertThat(receiver.childrenOf(answer))
                    .as("its reply")
                    .extracting(Span::getName)
                    .contains("decide");
            aLaterTryLinksBack(call);
            assertThat(log.forms())
                    .anyMatch(line -> line.contains("\"trace.id\"") && line.contains(call.escalationId()));
            assertThat(scrape())
                    .containsPattern(
                            "calls_answer_seconds_bucket\\{le=\"[^\"]+\"} \\d+ # \\{span_id=\"\\w{16}\",trace_id=");
            showsNobody(log);
        }
    }

    private static String scrape() {
        return bundle.send(HttpRequest.newBuilder(bundle.control("/observe/metrics"))
                        .header("Accept", "application/openmetrics-text")
                        .build())
                .body();
    }

    private static List<Span> decisions(TestCall call) {
        return receiver
                .spans(span -> span.getName().equals("decide")
                        && attribute(span, "escalation.id").equals(call.escalationId()))
                .stream()
                .sorted(Comparator.comparingLong(Span::getEndTimeUnixNano))
                .toList();
    }

    /** Two that ran side by side may have ended in another order than they were stored, so each is linked to one. */
    private static void eachLinksToTheOneBefore(List<Span> decisions) {
        assertThat(decisions).hasSizeGreaterThan(5);
        assertThat(decisions.get(0).getLinksList()).isEmpty();
        assertThat(decisions.subList(1, decisions.size()))
                .allSatisfy(decision -> assertThat(decision.getLinksList())
                        .isNotEmpty()
                        .allMatch(link -> decisions.stream()
                                .anyMatch(before -> before.getSpanId().equals(link.getSpanId())
                                        && before.getTraceId().equals(link.getTraceId()))));
    }

    private static void aRequestIsTheRoot(Span decision) {
        assertThat(receiver.childrenOf(decision)).extracting(Span::getName).contains("commit");
        List<Span> roots = receiver.spans(span -> span.getSpanId().equals(decision.getParentSpanId()));
        assertThat(roots).singleElement().satisfies(root -> {
            assertThat(root.getName()).isEqualTo("POST /api/calls");
            assertThat(root.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(root.getParentSpanId()).isEmpty();
            assertThat(attribute(root, "http.response.status_code")).isEqualTo("202");
            assertThat(attribute(root, "http.route")).isEqualTo("/api/calls");
        });
    }

    private static Span theCommandIsAPartOf(Span incoming, TestCall call) {
        List<Span> commands = receiver.childrenOf(incoming).stream()
                .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
                .toList();
        assertThat(commands).singleElement().satisfies(answer -> {
            assertThat(answer.getName()).startsWith("POST /").endsWith("/calls/{id}/answer");
            assertThat(attribute(answer, "escalation.command")).isEqualTo("answer");
            assertThat(attribute(answer, "http.response.status_code")).isIn("200", "202");
            assertThat(attribute(answer, "url.full"))
                    .contains(call.callerCallId())
                    .doesNotContain("?");
            assertThat(attribute(answer, "http.request.resend_count")).isEmpty();
            assertThat(answer.getLinksList()).isEmpty();
        });
        return commands.get(0);
    }

    private static void aLaterTryLinksBack(TestCall call) {
        List<Span> joins = receiver
                .spans(span -> attribute(span, "escalation.command").equals("join")
                        && attribute(span, "escalation.id").equals(call.escalationId()))
                .stream()
                .sorted(Comparator.comparingLong(Span::getStartTimeUnixNano))
                .toList();
        assertThat(joins).hasSize(2);
        Span first = joins.get(0);
        Span second = joins.get(1);
        assertThat(attribute(first, "http.response.status_code")).isEqualTo("503");
        assertThat(attribute(first, "error.type")).isEqualTo("503");
        assertThat(attribute(second, "http.request.resend_count")).isEqualTo("1");
        assertThat(second.getTraceId()).isNotEqualTo(first.getTraceId());
        assertThat(second.getParentSpanId()).isEmpty();
        assertThat(second.getLinksList())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanId()).isEqualTo(first.getParentSpanId()));
    }

    private static void showsNobody(TestLog log) {
        String metrics = bundle.get("/observe/metrics").body();
        List<String> hidden = List.of(NAME, "Miriam", USER, PHONE.substring(1), PASSCODE, MEETING, KEY, "Bearer");
        for (String one : hidden) {
            assertThat(receiver.everything()).doesNotContain(one);
            assertThat(metrics).doesNotContain(one);
            assertThat(log.forms()).noneMatch(line -> line.contains(one));
        }
        assertThat(receiver.keys()).isNotEmpty().allMatch(KEY::equals);
    }
}
