package dev.callescalation.escalation;

import dev.callescalation.graph.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Puts commands off that cannot be sent now, and hands them out again when their time has come. */
public final class Outbox {

    private static final int MOST_AT_ONCE = 200;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Clock clock = Clock.systemUTC();
    private EscalationStore store;

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    /** Commands that are due and that nobody is sending. */
    public List<Command> due() {
        return store.due(clock.instant(), MOST_AT_ONCE);
    }

    /** Takes a command to send it; false when that is done already, or being done by somebody else. */
    public boolean claim(Command command) {
        return store.claim(command, clock.instant());
    }

    /**
     * Puts a command off: until Retry-After has passed, else for a pause that doubles with each attempt, from 250 ms up
     * to 8 s, give or take a half, so that commands that failed together do not come back together.
     *
     * @param retryAfter seconds, fractions allowed, as in {@code 2.128}; null or anything else for none
     * @return false when the command would be pointless by then; it stays where it is, and the caller gives it up
     */
    public boolean postpone(Command command, String retryAfter) {
        Instant until = clock.instant().plus(pause(command.attempt(), retryAfter));
        if (until.isAfter(command.expiresAt())) {
            return false;
        }
        store.postpone(command, until);
        return true;
    }

    private static Duration pause(int attempt, String retryAfter) {
        try {
            if (retryAfter != null) {
                return Duration.ofMillis((long) Math.ceil(Math.max(0, Double.parseDouble(retryAfter.strip())) * 1000));
            }
        } catch (NumberFormatException e) {
            // an HTTP date or nonsense: the pause below is as good a guess
        }
        long pause = Math.min(FIRST_PAUSE.toMillis() << Math.min(attempt, 10), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
    }
}
