package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.rehearsal.SandboxRunner;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the README prints is what its reader sees. */
class ReadmeTest {

    private static final String README = BundleFiles.text(Documents.README);

    /** Columns of the timeline: what came in, and of which call. The phase depends on what came first. */
    private static final int WHAT = 11;

    private static final int PHASE = 69;
    private static final int COMMAND = 80;

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with("calls.meeting.subject=As the README tells");

    @Test
    void theLastLinesOfTheLogAreTheOnesPrinted() {
        // when
        List<String> greeting = SandboxRunner.greeting(
                "http://127.0.0.1:8081/", "http://127.0.0.1:8082", SandboxRunner.follow("8081", false, false));
        // then
        assertThat(README).contains(String.join("\n", greeting));
    }

    @Test
    void theLastLinesOfTheLogNameTheTokenThatTheControlPortAsksFor() {
        // when
        List<String> greeting = SandboxRunner.greeting(
                "https://127.0.0.1:8081/", "http://127.0.0.1:8082", SandboxRunner.follow("8081", true, true));
        // then
        assertThat(greeting)
                .contains("    curl -k -H \"Authorization: Bearer $CALLS_CONTROL_TOKEN\""
                        + " https://127.0.0.1:8081/escalations/latest");
    }

    @Test
    void theTimelineOfATestCallIsTheOnePrinted() {
        // given
        Set<String> printed = rows(Documents.block(Documents.README, "<!-- run: communications -->"));
        // when
        HttpRequest call = HttpRequest.newBuilder(
                        URI.create(BUNDLE.bundle().sandbox().url() + "/sandbox/calls"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        String id = TestBundle.json(BUNDLE.bundle().send(call).body())
                .path("callId")
                .asText();
        // then
        assertThat(printed).hasSize(12);
        await().untilAsserted(() -> assertThat(rows(
                        BUNDLE.bundle().get("/escalations/" + id + "/timeline").body()))
                .isEqualTo(printed));
    }

    private static Set<String> rows(String timeline) {
        return timeline.lines()
                .dropWhile(line -> !line.startsWith("       ms"))
                .skip(1)
                .takeWhile(line -> line.matches(" +\\d+ .*"))
                .map(line -> line.substring(WHAT, Math.min(PHASE, line.length()))
                                .strip()
                        + " > "
                        + (line.length() > COMMAND ? line.substring(COMMAND).strip() : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
