package dev.callescalation.graph;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header Retry-After (RFC 9110, 10.2.3), and Graph's fractions of a second, such as {@code 2.128}. */
public final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * How long to wait from now on, 0 to 1 day.
     *
     * @param header seconds or an HTTP date; null for none
     * @return empty when there is none, or nonsense
     */
    public static Optional<Duration> of(String header, Instant now) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        String text = header.strip();
        if (!Character.isLetter(text.charAt(0))) {
            return seconds(text);
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(bounded(Duration.between(now, until)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> seconds(String text) {
        try {
            double seconds = Double.parseDouble(text);
            if (Double.isNaN(seconds)) {
                return Optional.empty();
            }
            double millis = Math.min(Math.max(0, seconds * 1000), LONGEST.toMillis());
            return Optional.of(Duration.ofMillis((long) Math.ceil(millis)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
