package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.sandbox.Command;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Often;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            for (Command command : List.of(Command.INVITE, Command.JOIN)) {
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
            moved.post("", "{\"changeType\":\"" + NAME + "\",\"resource\":\"/people/" + PHONE + "\"}");
            BUNDLE.bundle().notify("?name=Marked", "s", "{\"value\":\"" + NAME);
            // then
            List<String> secrets = List.of(
                    PASSCODE,
                    STORE_PASSWORD,
                    BUNDLE.bundle().sandbox().webhookToken(TestBundle.TENANT),
                    "Bearer ",
                    "client_secret");
            List<String> lines = log.lines("");
            assertThat(lines).anyMatch(line -> line.contains(moved.escalationId()));
            for (String secret : secrets) {
                assertThat(lines).noneMatch(line -> line.contains(secret));
            }
            for (String person : List.of(NAME, USER, PHONE)) {
                assertThat(lines).as("log").noneMatch(line -> line.contains(person));
            }
            for (String page : pages(moved, failed)) {
                assertThat(page).doesNotContain(secrets);
            }
            for (String page :
                    List.of("/escalations", "/escalations/" + moved.escalationId() + "/timeline", "/observe/health")) {
                assertThat(BUNDLE.bundle().get(page).body()).as(page).doesNotContain(NAME, USER, PHONE);
            }
        }
    }

    private static List<String> pages(TestCall... calls) {
        List<String> pages = new ArrayList<>();
        for (String path : List.of(
                "/escalations",
                "/notifications/unmatched",
                "/observe/health?exposureLevel=full&data=true&stackTrace=true")) {
            pages.add(BUNDLE.bundle().get(path).body());
        }
        for (TestCall call : calls) {
            pages.add(BUNDLE.bundle().get("/escalations/" + call.escalationId()).body());
            pages.add(BUNDLE.bundle()
                    .get("/escalations/" + call.escalationId() + "/timeline")
                    .body());
        }
        return pages;
    }

    private static Fault refusal(Command command) {
        return new Fault.Reply(command, 403, Map.of(), TestBundle.json("""
                        {"error":{"code":"7505","message":"8:orgid:%s and 4:%s, call %s, may not"}}""".formatted(USER, PHONE, PHONE)), Often.ONCE);
    }
}
