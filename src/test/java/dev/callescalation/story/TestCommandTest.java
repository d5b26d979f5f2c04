package dev.callescalation.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleFiles;
import dev.callescalation.CallEscalation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What the command test says of stories, and by which code it ends. */
class TestCommandTest {

    private static final String MOVED = """
            description: The caller is moved
            given: {forms: [app]}
            then: {phase: escalated}
            """;

    @TempDir
    Path folder;

    private String output;

    /** A copy as a platform has it: no settings of profile dev, and the real Graph in the others. */
    @BeforeEach
    void copyTheBundle() throws IOException {
        BundleFiles.copyTo(folder);
        Files.createDirectory(folder.resolve("scenarios"));
    }

    @Test
    void playsAFolderAndWritesWhatJUnitWould() throws Exception {
        // given
        story("moved", MOVED);
        story("never", """
                description: Somebody else is to be moved
                given: {forms: [app]}
                when: [{tell: {caller: incoming}}]
                then:
                  phase: answering
                  commands:
                    - request: POST {caller}/answer
                      body: {acceptModalities: [video]}
                """);
        Path results = folder.resolve("results/stories.xml");
        // when
        int code = run(folder.toString(), "--junit", results.toString());
        // then
        assertThat(code).as(output).isEqualTo(1);
        assertThat(output)
                .contains(
                        "ok      The caller is moved",
                        "FAILED  Somebody else is to be moved  (app)",
                        "scenarios/never.scenario.yaml:7: POST {caller}/answer differs from the story",
                        "$.acceptModalities[0]: expected \"video\", came \"audio\"",
                        // what happened
                        "created call incoming",
                        "1 of 2 stories passed");
        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(results.toFile());
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(2);
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(xml.getElementsByTagName("failure").item(0).getTextContent()).contains("expected \"video\"");
        // nothing of it stays
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void playsOneStoryWhileAnotherIsHalfWritten() throws IOException {
        // given
        story("moved", MOVED);
        story("other", "descripton: The caller is moved");
        // when
        int code = run(folder.resolve("scenarios/moved.scenario.yaml").toString());
        // then
        assertThat(code).as(output).isZero();
        assertThat(output).contains("1 of 1 story passed");
        // when
        story("other", "description: {");
        code = run(folder.resolve("scenarios/other.scenario.yaml").toString());
        // then
        assertThat(code).isEqualTo(2);
        assertThat(output).startsWith("scenarios/other.scenario.yaml:1: this is no YAML: ");
    }

    @Test
    void saysWhatCameTooMuchAndWhereItStands() throws IOException {
        // given
        story("moved", """
                description: The caller is answered
                given: {forms: [communications]}
                then:
                  phase: ended
                  never:
                    - request: POST {calls}
                """);
        // passed at first, and then more comes
        story("too-much", """
                description: The caller is answered and no more
                given: {forms: [app]}
                then:
                  commands:
                    - request: POST {caller}/answer
                """);
        // when
        int code = run(folder.toString());
        // then
        assertThat(code).isEqualTo(1);
        assertThat(output).contains("0 of 2 stories passed");
        assertThat(output)
                .contains("scenarios/moved.scenario.yaml:6: POST {calls} was sent, which must not be")
                .contains("scenarios/moved.scenario.yaml:4: phase: expected ended, is ");
    }

    @Test
    void playsNothingInABundleThatDoesNotPassTheCheck() throws IOException {
        // given
        story("moved", MOVED);
        Path route = folder.resolve("routes/joining.camel.yaml");
        String text = Files.readString(route);
        long line =
                text.substring(0, text.indexOf("name: get-caller-call")).lines().count();
        Files.writeString(route, text.replace("name: get-caller-call", "name: get-caller-cal"));
        // when
        int code = run(folder.toString());
        // then
        assertThat(code).isEqualTo(2);
        assertThat(output.lines())
                .containsExactly("routes/joining.camel.yaml:" + line + ": there is no route from direct:get-caller-cal;"
                        + " did you mean 'get-caller-call'?");
    }

    @Test
    void namesTheLineOfACallerThatTheSandboxCannotRead() throws IOException {
        // given
        story("fone", """
                description: The caller is on a phone
                given:
                  forms: [app]
                  caller: {fone: {id: "+4930123456"}}
                then: {phase: escalated}
                """);
        // when
        int code = run(folder.toString());
        // then
        assertThat(code).as(output).isEqualTo(1);
        assertThat(output)
                .contains("scenarios/fone.scenario.yaml:4: The sandbox answers 400: The caller must be an identity set"
                        + ", such as {\"user\": ");
    }

    @Test
    void saysHowItIsAsked() {
        assertThat(run("--juni", "x")).isEqualTo(2);
        assertThat(output)
                .contains(
                        "There is no option '--juni'; did you mean '--junit'?"
                                + " usage: java -jar call-escalation.jar test [folder] [story.scenario.yaml ...] [--junit file.xml]");
        assertThat(run(folder.resolve("routes").toString())).isEqualTo(2);
        assertThat(output).contains("There is no application.properties in " + folder.resolve("routes"));
        assertThat(run(folder.toString(), "scenarios/nobody.scenario.yaml")).isEqualTo(2);
        assertThat(output).contains("There is no story scenarios/nobody.scenario.yaml.");
        assertThat(run(folder.toString())).isEqualTo(2);
        assertThat(output).contains("There are no stories (scenarios/*.scenario.yaml) in " + folder);
    }

    private void story(String name, String text) throws IOException {
        Files.writeString(folder.resolve("scenarios/" + name + ".scenario.yaml"), text);
    }

    private int run(String... arguments) {
        StringWriter written = new StringWriter();
        PrintWriter out = new PrintWriter(written);
        int code = CallEscalation.run(
                out, out, Stream.concat(Stream.of("test"), Stream.of(arguments)).toArray(String[]::new));
        output = written.toString();
        return code;
    }
}
