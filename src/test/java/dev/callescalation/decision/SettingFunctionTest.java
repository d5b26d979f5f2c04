package dev.callescalation.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.MessageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions of simple that settings answer. */
class SettingFunctionTest {

    @TempDir
    private Path folder;

    private final Properties settings = new Properties();
    private DefaultCamelContext context;
    private Exchange exchange;

    @BeforeEach
    void start() {
        context = new DefaultCamelContext();
        Stream.of(SettingFunction.values())
                .forEach(each -> context.getRegistry().bind(each.getName(), each));
        context.getPropertiesComponent().setInitialProperties(settings);
        exchange = new DefaultExchange(context);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Object ask(String expression) {
        return context.resolveLanguage("simple").createExpression(expression).evaluate(exchange, Object.class);
    }

    @Test
    void isOpenGoesByItsSettings() {
        settings.setProperty("always.hours", "Mo-Su 00:00-24:00");
        settings.setProperty("always.zone", "Europe/Berlin");
        assertThat(ask("${isOpen('always')}")).isEqualTo(true);
        settings.setProperty("always.zone", "");
        assertThatThrownBy(() -> ask("${isOpen('always')}"))
                .hasMessageContaining("always.zone")
                .hasMessageContaining("'' is not a time zone");
    }

    @ParameterizedTest(name = "of {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            +49 30 1      | true
            +49 30 2      | false
            "  ANNA-1  "  | true
            anna          | false
            "a, b"        | false
            o'brien       | true
            ${body}       | true
            ""            | false
            """)
    void isListedTakesAnyValueAsItIs(String value, boolean listed) throws IOException {
        Path file = Files.writeString(folder.resolve("vip.txt"), "o'Brien\n\n  ${body} \n");
        settings.setProperty("vip.list", "+49 30 1, anna-1 ,, a");
        settings.setProperty("vip.list-file", file.toString());
        exchange.getMessage().setBody("anna-1");
        exchange.setVariable("callerId", value);
        assertThat(ask("${isListed(vip: ${variable.callerId})}")).isEqualTo(listed);
        String condition = "${isListed(vip: ${variable.callerId})} && ${variable.callerId} != '-'";
        assertThat(context.resolveLanguage("simple").createPredicate(condition).matches(exchange))
                .isEqualTo(listed);
    }

    @Test
    void aFileThatIsReplacedIsReadAgain() throws IOException {
        // given
        AtomicLong nanos = new AtomicLong();
        ListFiles files = new ListFiles(nanos::get);
        Path file = folder.resolve("list.txt");
        assertThatThrownBy(() -> files.lines(file)).hasMessageContaining("list.txt cannot be read");
        Files.writeString(file, "Anna\n");
        assertThat(files.lines(file)).containsExactly("anna");
        // when
        Files.writeString(file, "Bert\n");
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        // then
        assertThat(files.lines(file)).containsExactly("bert");
        // and what cannot be read leaves it at that
        Files.delete(file);
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(files.lines(file)).containsExactly("bert");
    }

    @Test
    void chosenIsTheSameForTheSameValue() {
        settings.setProperty("meetings.list", "red, green, blue");
        exchange.setVariable("callerId", "Anna, of ${body}");
        Object one = ask("${chosen(meetings: ${variable.callerId})}");
        exchange.setVariable("callerId", "anna, of ${body}");
        assertThat(ask("${chosen(meetings: ${variable.callerId})}")).isEqualTo(one);
    }

    /** On all nodes, of this version and of later ones. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"a, red", "b, blue", "c, blue"})
    void chosenStaysAsItWas(String value, String choice) {
        assertThat(Lists.chosen(List.of("red", "green", "blue"), value)).isEqualTo(choice);
    }

    @Test
    void onlyAFairShareMovesToAnEntryThatIsAdded() {
        // given
        List<String> three = List.of("red", "green", "blue");
        List<String> four = List.of("yellow", "blue", "green", "red");
        // when
        List<String> moved = IntStream.range(0, 1000)
                .mapToObj(i -> "caller" + i)
                .filter(value -> !Lists.chosen(three, value).equals(Lists.chosen(four, value)))
                .toList();
        // then
        assertThat(moved)
                .hasSizeBetween(200, 300)
                .allMatch(value -> Lists.chosen(four, value).equals("yellow"));
    }

    @Test
    void nextOfGoesByTurn() {
        settings.setProperty("turns.list", "red, green");
        assertThat(List.of(ask("${nextOf('turns')}"), ask("${nextOf('turns')}"), ask("${nextOf('turns')}")))
                .containsExactly("red", "green", "red");
    }

    @Test
    void nextOfIsTheSameForADecisionTakenAgain() {
        // given
        settings.setProperty("again.list", "red, green");
        // when, then
        assertThat(nextOfACall("C1")).isEqualTo("red");
        assertThat(nextOfACall("C2")).isEqualTo("green");
        assertThat(nextOfACall("C1")).isEqualTo("red");
    }

    /** A new decision, as after a collision, on an escalation that has not been stored. */
    private Object nextOfACall(String callId) {
        Instant now = Instant.parse("2026-11-30T12:00:00Z");
        Escalation.Origin origin = new Escalation.Origin("/communications", "", "", null, null, now);
        Escalation.Call call = new Escalation.Call(callId, "", "");
        Escalation known = Escalation.begin(UUID.randomUUID().toString(), origin, call, null);
        Facts facts = Facts.of(known, MessageKind.NOTIFICATION, "");
        exchange.setProperty(Decision.PROPERTY, new Decision(null, known, facts, null, null));
        return ask("${nextOf('again')}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ${isOpen()}               | is written as ${isOpen('name')}
            ${isOpen(a: b)}           | is written as ${isOpen('name')}
            ${isListed('vip')}        | is written as ${isListed(name: ${variable.callerId})}
            ${nextOf('a b')}          | is written as ${nextOf('name')}
            ${chosen(nothing: a)}      | there is nothing in the setting nothing.list
            ${nextOf('nothing')}      | there is nothing in the setting nothing.list
            """)
    void saysWhatIsMissing(String expression, String says) {
        exchange.getMessage().setBody("");
        assertThatThrownBy(() -> ask(expression)).hasStackTraceContaining(says);
    }
}
