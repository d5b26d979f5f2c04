package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does to a copy of the bundle what the README tells an integrator to do, and sees what the README prints. */
class WalkThroughTest {

    private static final String README = BundleFiles.text(Path.of("README.md"));
    private static final String POLICY = "routes/policy/choose-meeting.camel.yaml";
    private static final String STORY = "scenarios/partners-meeting.scenario.yaml";

    @TempDir
    Path folder;

    @Test
    void aRuleIsAddedAndTestedAsPrinted() throws IOException {
        // given
        BundleFiles.copyTo(folder, "scenarios", "application-dev.properties");
        Files.writeString(folder.resolve(STORY), block("<!-- story: partners-meeting -->"));
        String story = folder.resolve(STORY).toString();
        // when
        Output before = run("test", story);
        // then
        assertThat(before.code).as(before.text).isEqualTo(1);
        assertThat(before.text).contains(block("<!-- output: not as told -->"));
        // when
        Path policy = folder.resolve(POLICY);
        String unedited = Files.readString(policy);
        Files.writeString(policy, unedited.replaceFirst("(?m)^ +when:\n", "$0" + printedEdit()));
        // then
        assertThat(Files.readString(policy)).isNotEqualTo(unedited);
        assertThat(run("check", folder.toString())).isEqualTo(new Output(0, ""));
        // when
        Output after = run("test", story);
        // then
        assertThat(after.code).as(after.text).isZero();
        assertThat(withoutTimes(after.text)).isEqualTo(withoutTimes(block("<!-- output: as told -->")));
    }

    private static String printedEdit() {
        return block("Add a first\n`when` to its choice:\n").replace("$", "\\$");
    }

    /** What stands between the fences behind a text of the README. */
    private static String block(String before) {
        assertThat(README).contains(before);
        int fence = README.indexOf("```", README.indexOf(before));
        int begin = README.indexOf('\n', fence) + 1;
        return README.substring(begin, README.indexOf("```", begin));
    }

    /** How long it took differs. */
    private static String withoutTimes(String text) {
        return text.replaceAll("[0-9]+\\.[0-9] s", "… s");
    }

    private static Output run(String command, String argument) {
        StringWriter written = new StringWriter();
        PrintWriter out = new PrintWriter(written);
        int code = CallEscalation.run(out, out, command, argument);
        return new Output(code, written.toString());
    }

    private record Output(int code, String text) {}
}
