package dev.callescalation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The log and health show the first finding only: it is the cause, not what follows from it. */
class FirstFindingTest {

    private static final String ADMIT = "routes/policy/admit-call.camel.yaml";
    private static final String MEETING = "routes/policy/choose-meeting.camel.yaml";
    private static final FileSet FILES = new BundleFolder(Path.of(""), "dev", new Properties()).read();

    private static List<String> check(String file, String old, String edited) {
        SourceFile before = FILES.file(file).orElseThrow();
        assertThat(before.text()).contains(old);
        List<SourceFile> all = new ArrayList<>(FILES.all());
        all.set(
                all.indexOf(before),
                new SourceFile(before.kind(), file, before.text().replace(old, edited)));
        return check(all);
    }

    private static List<String> check(List<SourceFile> files) {
        return new BundleCheck()
                .check(new FileSet(files), new Properties()).stream()
                        .map(Finding::toString)
                        .toList();
    }

    @Test
    void isThatAFileIsNoYaml() {
        // when
        List<String> findings = check(ADMIT, "\"{{calls.incoming.forward-url}}\"", "\"{{calls.incoming.forward-url}}");
        // then
        assertThat(findings.get(0)).startsWith(ADMIT).contains("this is no YAML");
        assertThat(findings).noneMatch(finding -> finding.contains("nothing sets"));
        assertThat(findings).noneMatch(finding -> finding.contains("nothing reads"));
    }

    @Test
    void isThePlaceholderThatIsMisspelt() {
        // when
        List<String> findings =
                check(MEETING, "{properties:calls.meeting.subject}", "{properties:calls.meeting.subjekt}");
        // then
        assertThat(findings)
                .containsExactly(MEETING
                        + ":15: there is no setting calls.meeting.subjekt; did you mean 'calls.meeting.subject'?");
    }

    @Test
    void isTheOptionThatThereIsNot() {
        // when
        List<String> findings = check("routes/joining.camel.yaml", "name: get-caller-call", "nmae: get-caller-call");
        // then
        assertThat(findings.get(0))
                .isEqualTo("routes/joining.camel.yaml:151: 'direct' has no option 'nmae'; did you mean 'name'?");
    }

    @Test
    void isWhatTheSchemaDoesNotKnow() {
        // when
        List<String> findings = check(MEETING, "name: subject", "nmae: subject");
        // then
        assertThat(findings.get(0)).startsWith(MEETING + ":12: 'setVariable' knows no 'nmae'");
    }

    @Test
    void isASettingThatNothingReadsWhereThatIsAll() {
        // when
        List<String> findings = check(
                "application.properties",
                "calls.meeting.subject =",
                "calls.meeting.subjekt = a\ncalls.meeting.subject =");
        // then
        assertThat(findings)
                .singleElement()
                .asString()
                .contains("nothing reads the setting calls.meeting.subjekt; did you mean 'calls.meeting.subject'?");
    }

    /** Not the settings that the lost routes read, nor the routes that they called. */
    @Test
    void isTheNameThatNoRouteHasAnyMore() {
        // given
        List<SourceFile> all = new ArrayList<>(FILES.all());
        all.removeIf(file -> file.name().equals("routes/joining.camel.yaml"));
        // when
        List<String> findings = check(all);
        // then
        assertThat(findings.get(0)).contains("there is no route from direct:");
        assertThat(findings).anyMatch(finding -> finding.contains("nothing reads the setting calls.meeting.media"));
        assertThat(findings).anyMatch(finding -> finding.contains("nothing ever reaches the route 'meeting-joined'"));
    }
}
