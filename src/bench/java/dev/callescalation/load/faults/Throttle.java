package dev.callescalation.load.faults;

import dev.callescalation.sandbox.NotificationKind;
import dev.callescalation.sandbox.RecordedRequest;
import dev.callescalation.sandbox.SandboxWatcher;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Graph's own book about Retry-After: which tenant was told to wait, and who asked all the same. A request that arrives
 * just after the 429 had left before it, and breaks no rule.
 */
final class Throttle implements SandboxWatcher {

    private static final int TOO_MANY_REQUESTS = 429;

    private final Map<String, List<Window>> windows = new HashMap<>();
    private final List<Early> early = new ArrayList<>();
    private int told;

    private record Window(long from, long until) {}

    /** @param after since the 429 was sent, in nanoseconds */
    private record Early(RecordedRequest request, long after, long left) {}

    @Override
    public synchronized void received(RecordedRequest request) {
        if (request.tenantId() == null) {
            return;
        }
        long now = System.nanoTime();
        List<Window> open = windows.computeIfAbsent(request.tenantId(), tenant -> new ArrayList<>());
        open.removeIf(window -> window.until() - now <= 0);
        open.stream()
                .findFirst()
                .ifPresent(window -> early.add(new Early(request, now - window.from(), window.until() - now)));
        if (request.status() == TOO_MANY_REQUESTS && request.retryAfter() != null) {
            told++;
            long wait = new BigDecimal(request.retryAfter()).movePointRight(9).longValue();
            open.add(new Window(now, now + wait));
        }
    }

    @Override
    public void delivered(String scenarioId, NotificationKind kind, long posted, int status) {
        // only commands count here
    }

    /** How often a tenant was told to wait. */
    synchronized int told() {
        return told;
    }

    /**
     * One sentence for each request that came within such a time.
     *
     * @param inFlight how long a request may be under way
     */
    synchronized List<String> tooEarly(Duration inFlight) {
        return early.stream()
                .filter(one -> one.after() > inFlight.toNanos())
                .map(one -> String.format(
                        Locale.ROOT,
                        "%s of %s came %d ms after a 429, %d ms too early",
                        one.request().path(),
                        one.request().scenarioId(),
                        Duration.ofNanos(one.after()).toMillis(),
                        Duration.ofNanos(one.left()).toMillis()))
                .toList();
    }
}
