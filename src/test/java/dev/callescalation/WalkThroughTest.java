package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.editing.LiveBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does to a copy of the bundle what README and docs/editing.md do, and sees what they print. */
class WalkThroughTest {

    private static final String POLICY = "routes/policy/choose-meeting.camel.yaml";
    private static final String STORY = "scenarios/partners-meeting.scenario.yaml";
    private static final String JAR = "java -jar target/call-escalation.jar ";

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheBundle() throws IOException {
        BundleFiles.copyTo(folder, "scenarios", "application-dev.properties");
    }

    @Test
    void aRuleIsAddedAndTestedAsPrinted() throws IOException {
        // given
        Files.writeString(folder.resolve(STORY), Documents.block(Documents.README, "<!-- story: partners-meeting -->"));
        List<String> commands = Documents.block(Documents.README, "<!-- commands: check and test -->")
                .lines()
                .toList();
        assertThat(commands).containsExactly(JAR + "check", JAR + "test " + STORY);
        // when
        Output before = run(commands.get(1));
        // then
        assertThat(before.code).as(before.text).isEqualTo(1);
        assertThat(before.text).contains(Documents.block(Documents.EDITING, "<!-- output: failed -->"));
        // when
        edit();
        // then
        assertThat(run(commands.get(0))).isEqualTo(new Output(0, ""));
        // when
        Output after = run(commands.get(1));
        // then
        assertThat(after.code).as(after.text).isZero();
        assertThat(withoutTimes(after.text))
                .isEqualTo(withoutTimes(Documents.block(Documents.README, "<!-- output: passed -->")));
    }

    @Test
    void aRuleIsTakenUpLiveAsPrinted() throws IOException {
        try (TestLog log = TestLog.of(LiveBundle.class.getName());
                TestBundle bundle = TestBundle.start(folder, Map.of("calls.editing.enabled", "true"))) {
            // when
            edit();
            // then
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(printed(log, "taken up"))
                            .contains(withoutVersion(Documents.block(Documents.README, "<!-- log: taken up -->"))));
            assertThat(theJoinOfATestCall(bundle))
                    .contains(withoutSpaces(Documents.block(Documents.EDITING, "<!-- view: the join -->")));
            // when
            Documents.misspell(folder);
            // then
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(printed(log, "refused"))
                            .contains(
                                    withoutVersion(Documents.block(Documents.EDITING, "<!-- generated: refused -->"))));
        }
    }

    private void edit() throws IOException {
        Path policy = folder.resolve(POLICY);
        String unedited = Files.readString(policy);
        String edit = Documents.block(Documents.README, "<!-- edit: " + POLICY + " -->");
        Files.writeString(policy, unedited.replaceFirst("(?m)^ +when:\n", "$0" + edit.replace("$", "\\$")));
        assertThat(Files.readString(policy)).isNotEqualTo(unedited);
    }

    /** Everything that the control port shows of a call that is placed as printed, once the bot has joined. */
    private static String theJoinOfATestCall(TestBundle bundle) {
        String commands = Documents.block(Documents.EDITING, "<!-- commands: try by hand -->");
        String body = Documents.find("-d '(.*)'", commands).get(0);
        assertThat(commands)
                .contains("curl -X POST http://127.0.0.1:8082/sandbox/calls -H 'Content-Type: application/json' -d ")
                .contains("curl http://127.0.0.1:8081/escalations/latest\n");
        URI calls = URI.create(bundle.sandbox().url() + "/sandbox/calls");
        bundle.send(HttpRequest.newBuilder(calls)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> bundle.get("/escalations/latest").body().contains("meetingInfo"));
        return withoutSpaces(bundle.get("/escalations/latest").body());
    }

    /** Lines of the log as the console shows them, with the short name of the logger. */
    private static String printed(TestLog log, String about) {
        return withoutVersion(String.join("\n", log.lines(about))
                .replace(LiveBundle.class.getName(), LiveBundle.class.getSimpleName()));
    }

    private static String withoutVersion(String line) {
        return line.replaceAll("ersion [0-9a-f]{12} ", "ersion … ")
                .replaceAll("in \\d+ ms", "in … ms")
                .strip();
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("[0-9]+\\.[0-9] s", "… s");
    }

    private static String withoutSpaces(String json) {
        return json.replaceAll("\\s", "");
    }

    /** As a reader runs it in the folder of the bundle. */
    private Output run(String command) {
        String[] words = command.substring(JAR.length()).split(" ");
        StringWriter written = new StringWriter();
        PrintWriter out = new PrintWriter(written);
        int code = CallEscalation.run(
                out,
                out,
                Stream.concat(
                                Stream.of(words[0], folder.toString()),
                                Arrays.stream(words).skip(1))
                        .toArray(String[]::new));
        return new Output(code, written.toString());
    }

    private record Output(int code, String text) {}
}
