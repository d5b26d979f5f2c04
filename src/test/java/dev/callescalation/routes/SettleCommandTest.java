package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import dev.callescalation.decision.SettleCommand;
import dev.callescalation.graph.TenantThrottle;
import dev.callescalation.sandbox.CommandKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands that cannot be sent at once. */
class SettleCommandTest {

    @RegisterExtension
    static final BundleExtension BUNDLE =
            BundleExtension.with("calls.graph.resend-period-ms=20", "calls.graph.timeout-ms=400");

    @RegisterExtension
    static final BundleExtension SHORT =
            BundleExtension.with("calls.graph.resend-period-ms=20", "calls.escalation.answer-deadline-seconds=3");

    @RegisterExtension
    static final BundleExtension SILENT = BundleExtension.with(
            "calls.graph.resend-period-ms=20",
            "calls.graph.timeout-ms=500",
            "calls.escalation.answer-deadline-seconds=60");

    /** Nothing listens on the port of the discard protocol. */
    @RegisterExtension
    static final BundleExtension CUT_OFF = BundleExtension.with(
            "calls.graph.resend-period-ms=20",
            "calls.escalation.answer-deadline-seconds=1",
            "calls.graph.url=http://127.0.0.1:9");

    @RegisterExtension
    static final BundleExtension LOCKED_OUT = BundleExtension.with(
            "calls.graph.resend-period-ms=20",
            "calls.escalation.answer-deadline-seconds=1",
            "calls.login.url=http://127.0.0.1:9");

    @RegisterExtension
    static final BundleExtension PROBING =
            BundleExtension.with("calls.graph.resend-period-ms=20", "calls.graph.probe-seconds=1");

    @EachPrefix
    void sendsOneCommandOfAThrottledTenantAndTheOthersWhenGraphTakesIt(String prefix) {
        // given
        String tenant = UUID.randomUUID().toString();
        TestCall busy = PROBING.call(prefix).ofTenant(tenant);
        new NextReply(PROBING, busy, CommandKind.ANSWER).is(429, Map.of("Retry-After", "1e9"), null);
        try (TestLog log = TestLog.of(TenantThrottle.class.getName())) {
            // when
            busy.incoming();
            await().until(() -> !log.lines("tenant=" + tenant + " is throttled").isEmpty());
            TestCall other = PROBING.call(prefix).ofTenant(tenant).incoming();
            // then
            assertThat(PROBING.bundle().get("/observe/health/ready").body()).contains("Graph throttles 1 tenant(s).");
            // while they wait, the timeline says what for
            assertThat(pauses(busy)).contains("pause 1 of answer: 429, Retry-After");
            await().until(() -> pauses(other).contains("pause 1 of answer: tenant held back"));
            busy.awaitOperation("answer", "completed");
            other.awaitOperation("answer", "completed");
            assertThat(log.lines("tenant=" + tenant + " is no longer throttled"))
                    .hasSize(1);
        }
    }

    @EachPrefix
    void asksNothingOfATenantBeforeRetryAfterHasPassed(String prefix) {
        // given
        String tenant = UUID.randomUUID().toString();
        TestCall busy = BUNDLE.call(prefix).ofTenant(tenant);
        new NextReply(BUNDLE, busy, CommandKind.ANSWER).is(429, Map.of("Retry-After", "1.5"), null);
        try (TestLog log = TestLog.of(SettleCommand.class.getName())) {
            busy.incoming();
            await().until(() -> !log.lines("retry-after=1.5: put off").isEmpty());
            // by these ids Microsoft's support finds a request
            assertThat(log.lines("escalation=" + busy.escalationId() + " command=answer attempt=0 status=429"))
                    .anyMatch(line -> line.matches(".* client-request-id=[0-9a-f-]{36} request-id=[0-9a-f-]{36} .*"));
        }
        Instant opens = Instant.now().plusMillis(1000);
        // when
        TestCall sameTenant = BUNDLE.call(prefix).ofTenant(tenant).incoming();
        TestCall otherTenant =
                BUNDLE.call(prefix).ofTenant(UUID.randomUUID().toString()).incoming();
        // then
        otherTenant.awaitOperation("answer", "completed");
        assertThat(sameTenant.requests()).isEmpty();
        sameTenant.awaitOperation("answer", "completed");
        busy.awaitOperation("answer", "completed");
        assertThat(Instant.now()).isAfter(opens);
        assertThat(sameTenant.statuses("/answer")).hasSize(1);
        assertThat(busy.statuses("/answer")).hasSize(2);
    }

    @EachPrefix
    void asksNothingForAWhileWhenGraphDoesNotReply(String prefix) {
        // given
        Supplier<TestCall> unanswered = () -> {
            TestCall call = SILENT.call(prefix);
            new NextReply(SILENT, call, CommandKind.ANSWER).isLateBy(Duration.ofSeconds(60));
            return call;
        };
        List<TestCall> calls =
                new CopyOnWriteArrayList<>(Stream.generate(unanswered).limit(24).toList());
        try (TestLog log = TestLog.of("send-command")) {
            // when
            calls.forEach(TestCall::incoming);
            // then: one that comes while it is open says so; on a busy machine that may be a later one
            await().until(() -> {
                boolean open =
                        !log.lines("is OPEN and does not permit further calls").isEmpty();
                if (!open) {
                    calls.add(unanswered.get().incoming());
                }
                return open;
            });
            assertThat(SILENT.bundle().get("/observe/health/ready").body())
                    .contains("Graph has not replied to the last requests of 1 tenant(s).");
            // and other tenants are not kept waiting
            TestCall other = SILENT.call(prefix)
                    .ofTenant(UUID.randomUUID().toString())
                    .incoming()
                    .awaitOperation("answer", "completed");
            assertThat(log.lines("escalation=" + other.escalationId())).isEmpty();
        }
        calls.forEach(call -> call.awaitOperation("answer", "completed"));
        assertThat(calls.stream().map(SettleCommandTest::pauses))
                .anyMatch(pauses -> pauses.get(0).equals("pause 1 of answer: no reply"))
                .anyMatch(pauses -> pauses.toString().contains(" of answer: circuit open"));
    }

    @EachPrefix
    void missesACallWhoseTenantMustWaitForTooLong(String prefix) {
        // given
        String tenant = UUID.randomUUID().toString();
        TestCall busy = SHORT.call(prefix).ofTenant(tenant);
        new NextReply(SHORT, busy, CommandKind.ANSWER).is(429, Map.of("Retry-After", "60"), null);
        busy.incoming().awaitPhase("missed");
        assertThat(busy.view().path("failure").asText())
                .startsWith("The call could not be answered in time. throttled: 429 ");
        // when
        TestCall call = SHORT.call(prefix).ofTenant(tenant).incoming();
        // then
        call.awaitPhase("missed");
        assertThat(call.requests()).isEmpty();
        assertThat(call.view().path("steps").toString()).contains("reply to answer: none, expired");
        assertThat(call.view().path("failure").asText())
                .isEqualTo("The call could not be answered in time. throttled: Graph asks this tenant to wait");
    }

    @EachPrefix
    void missesTheCallWhenGraphIsBusyUntilTheDeadline(String prefix) {
        // given
        TestCall call = SHORT.call(prefix).ofTenant(UUID.randomUUID().toString());
        new NextReply(SHORT, call, CommandKind.ANSWER).is(503, Map.of("Retry-After", "60"), null);
        // when
        call.incoming();
        // then: there is no time left for a second try
        call.awaitPhase("missed");
        assertThat(call.requests()).hasSize(1);
    }

    @EachPrefix
    void keepsTryingUntilTheDeadlineWhenGraphIsNotReached(String prefix) {
        // given
        TestCall call = CUT_OFF.call(prefix);
        // when
        call.incoming();
        // then
        assertThat(call.phase()).isEqualTo("answering");
        call.awaitPhase("missed");
        assertThat(call.operation("answer").path("status").asText()).isEqualTo("failed");
        assertThat(call.view().path("failure").asText())
                .startsWith("The call could not be answered in time. ")
                .containsPattern("127.0.0.1:9|Graph does not reply, so it was not asked");
        assertThat(pauses(call)).isNotEmpty().allMatch(what -> what.matches(".* of answer: (no reply|circuit open)"));
    }

    @EachPrefix
    void keepsTryingUntilTheDeadlineWhenThereIsNoToken(String prefix) {
        // given
        TestCall call = LOCKED_OUT.call(prefix);
        // when
        call.incoming();
        // then
        call.awaitPhase("missed");
        assertThat(call.requests()).isEmpty();
        assertThat(call.view().path("failure").asText())
                .startsWith("The call could not be answered in time. no token for tenant ");
        assertThat(pauses(call)).contains("pause 1 of answer: no token");
    }

    @EachPrefix
    void showsEachTryAndEachWaitAtItsTime(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).ofTenant(UUID.randomUUID().toString());
        new NextReply(BUNDLE, call, CommandKind.ANSWER).is(503, Map.of("Retry-After", "0.2"), null);
        new NextReply(BUNDLE, call, CommandKind.ANSWER).is(412);
        // when
        call.incoming().awaitOperation("answer", "failed");
        // then
        assertThat(call.view().path("steps"))
                .extracting(step ->
                        step.path("event").asText() + ", " + step.path("what").asText())
                .startsWith(
                        "notification, created call incoming",
                        "pause, pause 1 of answer: 503, Retry-After",
                        "reply, reply to answer: 412 refused");
        assertThat(call.view().at("/steps/1/until").asText())
                .isGreaterThan(call.view().at("/steps/1/at").asText());
        assertThat(call.timeline())
                .containsPattern("(?m)^ +(\\d+)  pause 1 of answer: 503, Retry-After +answering +until \\d+ ms$");
    }

    /** What was put off, and why. */
    private static List<String> pauses(TestCall call) {
        return StreamSupport.stream(call.view().path("steps").spliterator(), false)
                .filter(step -> step.path("event").asText().equals("pause"))
                .map(step -> step.path("what").asText())
                .toList();
    }
}
