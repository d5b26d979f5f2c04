package dev.callescalation.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has to be in a JSON, and what of it is not there. */
class LenientJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                          | {\"a\": 1}",
                "{\"a\": 1}                  | {\"a\": 1, \"b\": 2}",
                "{\"a\": [{}, {}]}           | {\"a\": [{\"b\": 1}, {\"c\": 2}]}",
                "{\"a\": []}                 | {\"a\": []}",
                "{\"a\": null}               | {}",
                "{\"a\": null}               | {\"a\": null}",
                "{\"a\": \"{any}\"}          | {\"a\": {\"b\": 1}}",
                "{\"a\": \"/calls/{caller}\"}| {\"a\": \"/calls/c-1\"}",
                "{\"a\": true}               | {\"a\": true}"
            })
    void isThere(String expected, String actual) {
        assertThat(differences(expected, actual)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": {\"b\": 1}}   | {\"a\": {\"b\": 2}} | $.a.b: expected 1, came 2",
                "{\"a\": {\"b\": 1}}   | {}                  | $.a: expected {\"b\":1}, came nothing",
                "{\"a\": [{\"b\": 1}]} | {\"a\": [{}]}       | $.a[0].b: expected 1, came nothing",
                "{\"a\": [{}]}         | {\"a\": [{}, {}]}   | $.a: expected [{}], came [{},{}]",
                "{\"a\": null}         | {\"a\": 0}          | $.a: expected null, came 0",
                "{\"a\": \"{any}\"}    | {\"a\": null}       | $.a: expected \"{any}\", came null",
                "{\"a\": \"{caller}\"} | {\"a\": \"c-2\"}    | $.a: expected \"c-1\", came \"c-2\"",
                "{\"a\": \"1\"}        | {\"a\": 1}          | $.a: expected \"1\", came 1"
            })
    void saysWhatIsNotThere(String expected, String actual, String difference) {
        assertThat(differences(expected, actual)).containsExactly(difference);
    }

    @Test
    void namesEveryDifference() {
        assertThat(differences("{\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}}", "{\"a\": 9, \"b\": {\"c\": 9, \"d\": 3}}"))
                .containsExactly("$.a: expected 1, came 9", "$.b.c: expected 2, came 9");
    }

    @Test
    void hasNothingToCompareWithWithoutABody() {
        assertThat(LenientJson.differences(RunningBundle.json("{\"a\": 1}"), null, UnaryOperator.identity()))
                .containsExactly("$: expected {\"a\":1}, came nothing");
    }

    @Test
    void findsTextsInTexts() {
        assertThat(LenientJson.differencesOfTexts(
                        RunningBundle.json("{\"error\": \"7505\"}"),
                        RunningBundle.json("{\"error\": \"403 7505 no\"}")))
                .isEmpty();
    }

    private static List<String> differences(String expected, String actual) {
        return LenientJson.differences(
                RunningBundle.json(expected), RunningBundle.json(actual), text -> text.replace("{caller}", "c-1"));
    }
}
