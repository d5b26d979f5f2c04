package dev.callescalation.load;

import dev.callescalation.sandbox.NotificationKind;
import dev.callescalation.sandbox.RecordedRequest;
import dev.callescalation.sandbox.Sandbox;
import dev.callescalation.sandbox.SandboxWatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets people call the bot, many at a time, and follows each of them to the end of the escalation. One load at a time;
 * what it followed it remembers, so that what comes late is found too.
 */
final class Load implements SandboxWatcher {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Sandbox sandbox;
    private final Map<String, FollowedCall> followed = new ConcurrentHashMap<>();
    private final Map<String, Consumer<FollowedCall>> unfinished = new ConcurrentHashMap<>();
    private int placed;

    Load(Sandbox sandbox) {
        this.sandbox = sandbox;
        sandbox.watch(this);
    }

    /**
     * As fast as it goes: whenever an escalation is done the next one begins.
     *
     * @param inFlight how many are under way at any time
     * @throws IllegalStateException when one of them is not done within 60 s
     */
    LoadResult saturate(int escalations, int inFlight) throws InterruptedException {
        return run(escalations, inFlight, 0, false);
    }

    /** The same, but the meetings end too, so that none of these escalations stays open. */
    LoadResult saturateToTheEnd(int escalations, int inFlight) throws InterruptedException {
        return run(escalations, inFlight, 0, true);
    }

    /**
     * At a given rate, however long the bundle takes.
     *
     * @param perSecond above 0
     * @throws IllegalStateException when one of them is not done within 60 s
     */
    LoadResult atRate(int escalations, double perSecond) throws InterruptedException {
        return run(escalations, escalations, (long) (TimeUnit.SECONDS.toNanos(1) / perSecond), false);
    }

    private LoadResult run(int escalations, int inFlight, long gap, boolean toTheEnd) throws InterruptedException {
        Semaphore free = new Semaphore(inFlight);
        List<FollowedCall> calls = new ArrayList<>(escalations);
        long began = System.nanoTime();
        for (int i = 0; i < escalations; i++) {
            for (long wait; (wait = began + i * gap - System.nanoTime()) > 0; ) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            acquire(free, 1);
            calls.add(place(toTheEnd, free));
        }
        acquire(free, inFlight);
        return new LoadResult(calls, Duration.ofNanos(System.nanoTime() - began));
    }

    private void acquire(Semaphore free, int permits) throws InterruptedException {
        if (!free.tryAcquire(permits, LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(unfinished.size() + " escalations are not done after "
                    + LONGEST_WAIT.toSeconds() + " s, among them "
                    + unfinished.keySet().stream().findFirst().map(this::describe).orElse("none"));
        }
    }

    private FollowedCall place(boolean toTheEnd, Semaphore free) {
        String scenarioId = "load-" + ++placed;
        FollowedCall call = new FollowedCall();
        followed.put(scenarioId, call);
        unfinished.put(scenarioId, seen -> {
            if (toTheEnd ? seen.isMeetingOver() : seen.isEscalated()) {
                done(scenarioId, free);
            } else if (toTheEnd && seen.isEscalated()) {
                sandbox.endMeetings(scenarioId);
            }
        });
        sandbox.place(scenarioId);
        return call;
    }

    private void done(String scenarioId, Semaphore free) {
        if (unfinished.remove(scenarioId) != null) {
            free.release();
        }
    }

    @Override
    public void received(RecordedRequest request) {
        long now = System.nanoTime();
        seen(request.scenarioId(), call -> call.received(request, now));
    }

    @Override
    public void delivered(String scenarioId, NotificationKind kind, long posted, int status) {
        long now = System.nanoTime();
        seen(scenarioId, call -> call.delivered(kind, posted, now, status));
    }

    private void seen(String scenarioId, Consumer<FollowedCall> event) {
        FollowedCall call = scenarioId == null ? null : followed.get(scenarioId);
        if (call == null) {
            return;
        }
        event.accept(call);
        Consumer<FollowedCall> next = unfinished.get(scenarioId);
        if (next != null) {
            next.accept(call);
        }
    }

    /** What is not as it should be with any escalation so far; empty when all is well. */
    List<String> complaints() {
        return followed.entrySet().stream()
                .filter(entry -> !entry.getValue().complaints().isEmpty())
                .map(entry -> describe(entry.getKey()))
                .toList();
    }

    private String describe(String scenarioId) {
        return scenarioId + ": " + String.join("; ", followed.get(scenarioId).complaints());
    }
}
