package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "2, 2000",
        "2.128, 2128",
        "' 1.5 ', 1500",
        "0.0001, 1",
        "-3, 0",
        "1e300, 86400000",
        "99999999999, 86400000",
        "'Sun, 1 Mar 2026 12:00:10 GMT', 10000",
        "'Sun, 1 Mar 2026 11:59:00 GMT', 0",
        "'Mon, 1 Mar 2027 12:00:00 GMT', 86400000"
    })
    void readsSecondsWithFractionsAndDates(String header, long millis) {
        assertThat(RetryAfter.of(header, NOW)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "soon", "NaN", "12 apples", "-", "Sun, 99 Mar 2026 12:00:10 GMT"})
    void takesNonsenseForNone(String header) {
        assertThat(RetryAfter.of(header, NOW)).isEmpty();
    }
}
