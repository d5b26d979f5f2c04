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
        try {
            Duration wait = wait(header.strip(), now);
            Duration atMost = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
            return Optional.of(atMost.isNegative() ? Duration.ZERO : atMost);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Duration wait(String text, Instant now) {
        if (Character.isLetter(text.charAt(0))) {
            ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Duration.between(now, until.toInstant());
        }
        double seconds = Double.parseDouble(text);
        if (Double.isNaN(seconds)) {
            throw new NumberFormatException(text);
        }
        return Duration.ofMillis((long) Math.ceil(seconds * 1000));
    }
}
