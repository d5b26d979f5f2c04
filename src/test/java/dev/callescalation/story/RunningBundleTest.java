package dev.callescalation.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.callescalation.sandbox.Form;
import dev.callescalation.sandbox.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle as tests in Java start it. CONTRIBUTING.md prints the first of these tests. */
class RunningBundleTest {

    @TempDir
    Path folder;

    @Test
    void theMeetingIsJoinedUnderItsSubject() {
        try (RunningBundle bundle = RunningBundle.start(Path.of(""), Map.of("calls.meeting.subject", "Reception"))) {
            PlacedCall call = bundle.call(Form.COMMUNICATIONS, "{}");
            RecordedRequest join = call.awaitRequest("POST {calls}");
            assertThat(join.body().path("subject").asText()).isEqualTo("Reception");
            call.awaitPhase("escalated");
        }
    }

    @Test
    void contributorsReadTheLinesOfTheTestAbove() throws IOException {
        // given
        String document = Files.readString(Path.of("CONTRIBUTING.md"));
        int begin = document.indexOf("```java\n") + "```java\n".length();
        String printed = document.substring(begin, document.indexOf("```", begin));
        // then
        assertThat(printed).contains("RunningBundle.start");
        assertThat(Files.readString(Path.of("src/test/java/dev/callescalation/story/RunningBundleTest.java")))
                .contains(printed);
    }

    @Test
    void saysWhyItDoesNotStart() {
        assertThatThrownBy(() -> RunningBundle.start(folder, Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("There is no application.properties in " + folder);
    }

    @Test
    void saysWhatTheSandboxCannotRead() {
        try (RunningBundle bundle = RunningBundle.start(Path.of(""), Map.of())) {
            assertThatThrownBy(() -> bundle.call(Form.APP, "{\"tenant\": \"x\"}"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Unknown field 'tenant' in a test call");
        }
    }

    @Test
    void onlyTheSettingThatIsToBlameIsNamed() {
        Map<String, String> settings = Map.of("calls.meeting.subject", "Reception", "calls.incoming.admission", "no");
        assertThatThrownBy(() -> RunningBundle.start(Path.of(""), settings).close())
                .hasMessageStartingWith("The bundle does not start with {calls.incoming.admission=no}: profile dev: ");
    }
}
