package dev.callescalation.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.callescalation.BundleFiles;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Finding;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.NotificationKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A story that is mistyped is found with its line, and never plays something else than it says. */
class StoryFilesTest {

    private static final String STORY = """
            description: The caller is moved
            given:
              settings:
                calls.escalation.mode: meeting
              faults:
                - {fault: lost, notification: roster}
            when:
              - call: placed
              - until: {phase: escalated}
            then:
              phase: escalated
              commands:
                - request: POST {caller}/answer
              never:
                - request: DELETE {meeting}/participants/p-1
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheBundle() throws IOException {
        BundleFiles.copyTo(folder);
        Files.createDirectory(folder.resolve("scenarios"));
    }

    @Test
    void findsNothingWrongWithAStoryThatIsRight() throws IOException {
        assertThat(findings(STORY)).isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "description:         | descripton:            | 1 | 'the file' knows no 'descripton'; did you mean 'description'?",
                "settings:            | setings:               | 3 | 'given' knows no 'setings'; did you mean 'settings'?",
                "escalation.mode: m   | escalation.mod: m      | 4 | no setting calls.escalation.mod; did you mean 'calls.escalation.mode'?",
                "mode: meeting        | mode: meting           | 4 | calls.escalation.mode is 'meting'; it must be one of meeting, in-place",
                "calls.escalation.mode| calls.graph.url        | 4 | calls.graph.url is not for a story to set",
                "fault: lost          | fault: lots            | 6 | 'fault' is 'lots'; did you mean 'lost'?",
                "notification: roster | notification: rooster  | 6 | 'notification' is 'rooster'; did you mean 'roster'?",
                "notification: roster | \"on\": answer         | 6 | Unknown field 'on' in the fault 'lost'",
                "call: placed         | call: placd            | 8 | 'call' is 'placd'; did you mean 'placed'?",
                "call: placed         | times: 2               | 8 | nothing is said to happen; give one of call, tell",
                "call: placed         | {call: placed, times: 2} | 8 | 'times' goes with tell, post or invite",
                "call: placed         | {call: placed, meeting: ends} | 8 | it says call and meeting at once",
                "call: placed         | tell: {caler: incoming} | 8 | knows no 'caler'; did you mean 'caller'?",
                "call: placed         | tell: {operation: join} | 8 | 'operation' and 'ended' go together; give both",
                "until: {phase: escalated} | until: {status: running} | 9 | 'operation' and 'status' go together",
                "until: {phase: escalated} | until: {phase: movin} | 9 | no step enters a phase 'movin'; did you mean 'moving'?",
                "until: {phase: escalated} | until: {phase: greeted} | 9 | 'greeted'; there are answering, ended, escalated",
                "until: {phase: escalated} | until: {phase: Moved} | 9 | 'phase' is not as a story should be",
                "  phase: escalated     |   phase: escalatd      | 11 | no step enters a phase 'escalatd'; did you mean 'escalated'?",
                "request: POST        | reqest: POST           | 13 | 'commands' knows no 'reqest'; did you mean 'request'?",
                "{caller}/answer      | {coller}/answer        | 13 | 'request' is not as a story should be",
                "DELETE {meeting}/participants/p-1 | POST {meeting}/participants/invte | 15 | no route sends POST {meeting}/participants/invte; did you mean 'POST {meeting}/participants/invite'?",
                "commands:            | comands:               | 12 | 'then' knows no 'comands'; did you mean 'commands'?"
            })
    void saysWhereAMistakeIsAndWhatToWriteInstead(String old, String edited, int line, String says) throws IOException {
        // given
        assertThat(STORY).contains(old);
        // when
        List<Finding> findings = findings(STORY.replace(old, edited));
        // then
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.toString()).contains(says);
            assertThat(finding.file()).isEqualTo("scenarios/a.scenario.yaml");
            assertThat(finding.line()).isEqualTo(line);
        });
    }

    @Test
    void findsAFileThatNobodyReads() throws IOException {
        // given
        Files.writeString(folder.resolve("scenarios/a-story.yaml"), STORY);
        // when, then
        assertThat(stories().findings())
                .extracting(Finding::toString)
                .containsExactly("scenarios/a-story.yaml: nothing reads this file; name it a-story.scenario.yaml,"
                        + " or remove it");
    }

    @Test
    void knowsTheWordsOfTheSandboxAndOfTheBundle() throws IOException {
        // given
        JsonNode schema = new ObjectMapper()
                .readTree(Path.of("scenarios/story.schema.json").toFile());
        JsonNode fault = schema.at("/definitions/fault/properties");
        // then
        assertThat(words(fault.at("/notification/enum")))
                .containsExactlyInAnyOrderElementsOf(Stream.of(NotificationKind.values())
                        .map(NotificationKind::word)
                        .toList());
        // a request for a token belongs to no call, so no story can make it fail
        assertThat(words(fault.at("/on/anyOf/0/enum")))
                .containsExactlyInAnyOrderElementsOf(Stream.of(CommandKind.values())
                        .filter(command -> command != CommandKind.TOKEN && command != CommandKind.OTHER)
                        .map(CommandKind::word)
                        .toList());
    }

    @Test
    void areAllNamedInTheirReadme() throws IOException {
        // given
        String readme = Files.readString(Path.of("scenarios/README.md"));
        // when
        List<String> stories = StoryFiles.of(new BundleFolder(Path.of(""), "dev", new Properties())).stories().stream()
                .map(story -> "`" + story.name().replace("scenarios/", "").replace(".scenario.yaml", "") + "`")
                .toList();
        // then
        assertThat(stories).allSatisfy(story -> assertThat(readme).contains(story));
    }

    private static List<String> words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }

    private List<Finding> findings(String story) throws IOException {
        Files.writeString(folder.resolve("scenarios/a.scenario.yaml"), story);
        return stories().findings();
    }

    private StoryFiles stories() {
        return StoryFiles.of(new BundleFolder(folder, "dev", new Properties()));
    }
}
