package dev.callescalation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of functions such as {@code isOpen} are there, can be read, and count as read. */
class NamedSettingsTest {

    private static final BundleCheck CHECK = new BundleCheck();
    private static final FileSet FILES = new BundleFolder(Path.of(""), "dev", new Properties()).read();

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            desk.hours=Mo 08:00-09:00;desk.zone=Europe/Berlin;desk.holidays=2026-12-25 | ${isOpen('desk')} | ""
            calls.desk.hours=Mo 08:00-09:00;calls.desk.zone=Europe/Berlin | ${isOpen('calls.desk')} | ""
            calls.vip.list=                       | ${isListed(calls.vip: ${variable.callerId})} | ""
            calls.vip.list-file=vip.txt           | ${isListed(calls.vip: ${variable.callerId})} | ""
            calls.desks.list=a, b                 | ${chosen(calls.desks: ${variable.callerId})} == 'a' | ""
            calls.desks.list=a, b                 | ${nextOf('calls.desks')} == 'a' | ""
            desk.hours=Mo 08:00-09:00             | ${isOpen('desk')} | there is nothing in the setting desk.zone
            desk.hours=Mo 08:00-09:00             | ${isOpen('dsk')}  | did you mean 'desk'?
            desk.hours=Mo 8-9;desk.zone=UTC       | ${isOpen('desk')} | desk.hours: 'Mo 8-9' is not days and times
            desk.hours=Mo 08:00-09:00;desk.zone=X | ${isOpen('desk')} | desk.zone: 'X' is not a time zone
            desk.hours=Mo 08:00-09:00;desk.zone=UTC;desk.holidays=1.5. | ${isOpen('desk')} | desk.holidays: '1.5.' is not
            desks.list=                           | ${nextOf('desks')} == 'a' | there is nothing in the setting desks.list
            """)
    void says(String settings, String expression, String says) {
        // given
        String first = "calls.meeting.subject";
        Mistake added =
                new Mistake("", "application.properties", first, settings.replace(';', '\n') + "\n" + first, "", null);
        Mistake asked = new Mistake(
                "",
                "routes/policy/choose-meeting.camel.yaml",
                "${properties:calls.meeting.join-url} != ''",
                expression,
                "",
                null);
        // when
        List<Finding> findings = CHECK.check(asked.applyTo(added.applyTo(FILES)), new Properties());
        // then
        if (says.isEmpty()) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).singleElement().asString().contains(says);
        }
    }
}
