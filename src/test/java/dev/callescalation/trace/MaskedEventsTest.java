package dev.callescalation.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedEventsTest {

    private static final String NAME = "Marked Miriam";
    private static final String USER = "0badcafe-1111-4222-8333-abad1deac0de";
    private static final String MESSAGE = """
            {"value":[{"source":{"identity":{
              "user":{"id":"8:orgid:%s","displayName":"%s","userPrincipalName":"m.marked@contoso.com"},
              "application":{"id":"bot-1","displayName":"Call escalation"}}}}]}""".formatted(USER, NAME);

    /** As Log4j asks for it; the name of the class is in log4j2.component.properties. */
    private static LogEvent line(String logger, Throwable thrown, String message, Object... values) {
        return new MaskedEvents()
                .createEvent(
                        logger, null, "", Level.ERROR, new ParameterizedMessage(message, values), List.of(), thrown);
    }

    @Test
    void isWhatLog4jUses() {
        assertThat(org.apache.logging.log4j.util.PropertiesUtil.getProperties()
                        .getStringProperty("log4j2.logEventFactory"))
                .isEqualTo(MaskedEvents.class.getName());
    }

    @ParameterizedTest
    @CsvSource({"text,text", "json,json", "JSON,json", "xml,text"})
    void areWrittenInTheFormThatIsAskedFor(String format, String form) {
        assertThat(LogForms.chosenBy(format)).isEqualTo(form);
    }

    @Test
    void haveTheFieldsOfEcs() {
        // given
        LogEvent event;
        try (LogContext context = LogContext.open("decide", "3f2a")) {
            context.escalation("e-1");
            // when
            event = line("dev.callescalation.decision.Outbox", new IOException("away"), "command={} put \"off\"", 7);
        }
        // then
        JsonNode json = LogForms.json(event);
        assertThat(json.path("@timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
        assertThat(json.path("log.level").asText()).isEqualTo("ERROR");
        assertThat(json.path("log.logger").asText()).isEqualTo("dev.callescalation.decision.Outbox");
        assertThat(json.path("message").asText()).isEqualTo("command=7 put \"off\"");
        assertThat(json.path("process.thread.name").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(json.path("service.name").asText()).isEqualTo("call-escalation");
        assertThat(json.path("service.version").asText()).matches("\\d+\\.\\d+\\.\\d+\\S*");
        assertThat(json.path("service.node.name").asText()).isNotBlank().doesNotContain("$");
        assertThat(json.path("error.type").asText()).isEqualTo("java.io.IOException");
        assertThat(json.path("error.message").asText()).isEqualTo("away");
        assertThat(json.path("error.stack_trace").asText()).startsWith("java.io.IOException: away");
        assertThat(json.path("labels.escalation").asText()).isEqualTo("e-1");
        assertThat(json.path("labels.route").asText()).isEqualTo("decide");
        assertThat(json.path("labels.bundle").asText()).isEqualTo("3f2a");
        assertThat(LogForms.text(event)).contains(" ERROR Outbox escalation=e-1 command=7 put \"off\"\n");
    }

    @Test
    void leaveOutWhatTheyAreNotAbout() {
        LogEvent event = line("dev.callescalation.Bundle", null, "starts");
        assertThat(LogForms.json(event).fieldNames())
                .toIterable()
                .noneMatch(name -> name.startsWith("labels.") || name.startsWith("error.") || name.startsWith("trace"));
        assertThat(LogForms.text(event)).endsWith(" ERROR Bundle starts\n");
    }

    @Test
    void nameTheRouteOfALogStep() {
        try (LogContext context = LogContext.open("decide", null)) {
            LogEvent event = line("moving", null, "moved");
            assertThat(LogForms.json(event).path("labels.route").asText()).isEqualTo("moving");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no such user " + USER,
                "no such user " + "0BADCAFE-1111-4222-8333-ABAD1DEAC0DE",
                NAME + " may not",
                "user m.marked@contoso.com may not",
                "call 4:+4930555017171",
            })
    void showNobodyWhoIsNamedInTheMessage(String text) {
        // given
        try (LogContext context = LogContext.open("decide", null)) {
            context.next(List.of(MESSAGE));
            Throwable thrown = new IllegalStateException(text, new IOException("caused by " + text));
            // when
            LogEvent event = line("decide", thrown, "failed: {}", text);
            // then
            for (String written :
                    List.of(LogForms.text(event), LogForms.json(event).toString())) {
                assertThat(written.toLowerCase(java.util.Locale.ROOT))
                        .contains("failed: ")
                        .contains("java.lang.illegalstateexception: ")
                        .contains("caused by: java.io.ioexception: caused by")
                        .contains("maskedeventstest.java")
                        .doesNotContain("miriam", "0badcafe", "contoso", "4930555017171", "maskedthrowable");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // as a part of another word it is not a name
        "Marked Miriams, Marked Miriams",
        // a bot is nobody
        "Call escalation bot-1, Call escalation bot-1",
    })
    void showWhatIsNoPerson(String text, String shown) {
        try (LogContext context = LogContext.open("decide", null)) {
            context.next(List.of(MESSAGE));
            assertThat(LogForms.text(line("decide", null, text))).endsWith(shown + "\n");
        }
    }

    @Test
    void endWithTheWork() {
        try (LogContext outer = LogContext.open("send-command", "1")) {
            outer.escalation("e-1");
            outer.next(List.of(MESSAGE));
            outer.escalation("e-1");
            try (LogContext inner = LogContext.open("decide", "2")) {
                inner.next(List.of(new TextNode("nothing")));
                inner.escalation("e-2");
                assertThat(LogForms.text(line("x.Y", null, NAME))).endsWith("Y escalation=e-2 " + NAME + "\n");
            }
            assertThat(LogForms.text(line("x.Y", null, NAME))).endsWith("Y escalation=e-1 ...\n");
        }
        assertThat(LogForms.text(line("x.Y", null, NAME))).endsWith("Y " + NAME + "\n");
    }

    @Test
    void keepACallerFromWritingALineOfOurs() {
        LogEvent event = line("decide", new IOException("x\n2026-01-01 ERROR fake"), "a\r\n2026-01-01 ERROR fake");
        assertThat(LogForms.text(event).lines().skip(1)).allMatch(line -> line.startsWith("\t"));
        assertThat(LogForms.json(event).path("message").asText()).isEqualTo("a\r\n2026-01-01 ERROR fake");
    }
}
