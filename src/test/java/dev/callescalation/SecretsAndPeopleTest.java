package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Marked secrets and people go through whole escalations; no line of the log and no page shows what it must not. */
class SecretsAndPeopleTest {

    private static final String PASSCODE = "marked-passcode-4711";
    private static final String STORE_PASSWORD = "marked-password-0815";
    private static final String NAME = "Marked Miriam";
    private static final String USER = "0badcafe-1111-4222-8333-abad1deac0de";
    private static final String PHONE = "+4930555017171";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.store.password=" + STORE_PASSWORD,
            "calls.meeting.join-url=",
            "calls.meeting.join-meeting-id=1234567890",
            "calls.meeting.passcode=" + PASSCODE,
            "calls.escalation.also-invite=user:" + USER + ",phone:" + PHONE);

    @EachPrefix
    void showNeitherInTheLogNorOnAPageWhatMustNotGetOut(String prefix) {
        try (TestLog log = TestLog.ofEverything()) {
            // given: Graph names people in its errors
            TestCall moved = BUNDLE.call(prefix);
            TestCall failed = BUNDLE.call(prefix);
            for (CommandKind command : List.of(CommandKind.INVITE, CommandKind.JOIN)) {
                BUNDLE.bundle().sandbox().fault(failed.scenarioId(), refusal(command));
            }
            String user = "\"user\":{\"id\":\"%s\",\"displayName\":\"%s\"}".formatted(USER, NAME);
            String phone = "\"phone\":{\"id\":\"%s\"}".formatted(PHONE);
            // when
            moved.incoming("{" + user + "}")
                    .awaitOperation("answer", "completed")
                    .callerIs("established")
                    .awaitOperation("join", "completed")
                    .meetingIs("established")
                    .awaitOperation("invite-caller", "running");
            moved.tell(moved.rosterItem(moved.meetingCallId(), USER));
            moved.tell(moved.endItem("invite-caller", "completed"));
            moved.callerDeleted();
            failed.incoming("{" + user + "," + phone + "}")
                    .awaitOperation("answer", "completed")
                    .callerIs("established")
                    .awaitPhase("failed");
            moved.post("", "{\"changeType\":\"" + PHONE + "\",\"resource\":\"/people/" + PHONE + "\"}");
            BUNDLE.bundle().notify("?name=Marked", "s", "{\"value\":\"" + NAME);
            // moments are told beside the calls: the last one of each comes when it comes
            await().until(() -> !log.lines("caller-moved escalation=" + moved.escalationId())
                    .isEmpty());
            await().until(() -> !log.lines("escalation-failed escalation=" + failed.escalationId())
                    .isEmpty());
            // then
            List<String> secrets = List.of(
                    PASSCODE,
                    STORE_PASSWORD,
                    BUNDLE.bundle().sandbox().webhookToken(TestBundle.TENANT),
                    "Bearer ",
                    "client_secret");
            List<String> lines = log.forms();
            for (String secret : secrets) {
                assertThat(lines).noneMatch(line -> line.contains(secret));
            }
            for (String person : List.of(NAME, USER, PHONE)) {
                assertThat(lines).as("log").noneMatch(line -> line.contains(person));
            }
            Map<String, String> pages = pages(moved, failed);
            assertThat(pages).hasSizeGreaterThan(10);
            pages.forEach((path, page) -> {
                assertThat(page).as(path).doesNotContain(secrets);
                assertThat(page).as(path).doesNotContain(NAME, USER, PHONE);
            });
        }
    }

    @EachPrefix
    void hideWhomAnErrorNamesWithoutSayingSo(String prefix) {
        try (TestLog log = TestLog.ofEverything()) {
            // given
            TestCall failed = BUNDLE.call(prefix);
            BUNDLE.bundle()
                    .sandbox()
                    .fault(
                            failed.scenarioId(),
                            new Fault.Reply(
                                    CommandKind.JOIN,
                                    403,
                                    Map.of(),
                                    TestBundle.json("""
                                            {"error":{"code":"7505","message":"neither %s nor %s may"}}""".formatted(USER, NAME)),
                                    Repetition.ONCE));
            // when
            failed.incoming("{\"user\":{\"id\":\"%s\",\"displayName\":\"%s\"}}".formatted(USER, NAME))
                    .awaitOperation("answer", "completed")
                    .callerIs("established")
                    .awaitPhase("failed");
            await().until(() -> !log.lines("escalation-failed escalation=" + failed.escalationId())
                    .isEmpty());
            // then
            assertThat(log.forms()).noneMatch(line -> line.contains(USER) || line.contains(NAME));
            assertThat(log.lines("escalation-failed")).anyMatch(line -> line.contains("neither ... nor ... may"));
            assertThat(failed.deadLetters().toString()).contains("neither ... nor ... may");
        }
    }

    /** All that the control port has to show, by path; also the reply to who asks for what must not be. */
    private static Map<String, String> pages(TestCall... calls) {
        List<String> paths = new ArrayList<>(List.of(
                "/escalations",
                "/escalations/latest",
                "/escalations/latest/timeline",
                "/escalations/" + PHONE,
                "/notifications/unmatched",
                "/bundle",
                "/dead-letters",
                "/dead-letters?state=" + PHONE,
                "/observe/health?exposureLevel=full&data=true&stackTrace=true",
                "/observe/health/live",
                "/observe/health/ready"));
        for (TestCall call : calls) {
            paths.add("/escalations/" + call.escalationId());
            paths.add("/escalations/" + call.escalationId() + "/timeline");
            call.deadLetters()
                    .forEach(letter ->
                            paths.add("/dead-letters/" + letter.path("id").asText()));
        }
        assertThat(paths).as("one dead letter at least").anyMatch(path -> path.startsWith("/dead-letters/"));
        Map<String, String> pages = new TreeMap<>();
        paths.forEach(path -> pages.put(path, BUNDLE.bundle().get(path).body()));
        return pages;
    }

    private static Fault refusal(CommandKind command) {
        return new Fault.Reply(
                command, 403, Map.of(), TestBundle.json("""
                        {"error":{"code":"7505","message":"8:orgid:%s and 4:%s, call %s, may not"}}""".formatted(USER, PHONE, PHONE)), Repetition.ONCE);
    }
}
