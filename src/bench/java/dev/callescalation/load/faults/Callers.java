package dev.callescalation.load.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.NotificationKind;
import dev.callescalation.sandbox.RecordedRequest;
import dev.callescalation.sandbox.Sandbox;
import dev.callescalation.sandbox.SandboxWatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People who call the bot, in each form and from several tenants by turns. They wait for nobody: a call of which
 * nothing more is heard makes room for the next one after a while. Every second meeting ends once the caller is in it.
 */
final class Callers implements SandboxWatcher {

    private static final List<String> FORMS = List.of("communications", "app", "applications");
    private static final int TENANTS = 7;

    /** Longer than a call rings. */
    private static final int PATIENCE_SECONDS = 20;

    private static final int ACKNOWLEDGED = 202;

    private final Sandbox sandbox;
    private final Random random;
    private final int failedPercent;
    private final Map<String, WatchedCall> calls = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final Map<Integer, List<Long>> replyTimes = new HashMap<>();
    private volatile long lastEvent = System.nanoTime();
    private int placed;

    /** @param failedPercent how many of a hundred invites Graph takes and then lets fail */
    Callers(Sandbox sandbox, Random random, int failedPercent) {
        this.sandbox = sandbox;
        this.random = random;
        this.failedPercent = failedPercent;
        sandbox.watch(this);
    }

    /** Runs between two calls. */
    interface Interlude {

        /** @param call the number of the call that comes next in this load, from 0 */
        void before(int call) throws Exception;
    }

    /**
     * Places calls.
     *
     * @param atOnce    how many at any time, the one that is placed included
     * @param gapMillis pause between two calls
     */
    void call(int count, int atOnce, long gapMillis, Interlude interlude) throws Exception {
        Semaphore free = new Semaphore(atOnce);
        for (int i = 0; i < count; i++) {
            interlude.before(i);
            free.acquire();
            TimeUnit.MILLISECONDS.sleep(gapMillis);
            place()
                    .settled()
                    .copy()
                    .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .thenRun(free::release);
        }
    }

    /** The same as fast as it goes. */
    void call(int count, int atOnce) throws Exception {
        call(count, atOnce, 0, next -> {});
    }

    /**
     * Places calls evenly over a time: whatever becomes of them, the next one comes when it is due.
     *
     * @return these calls
     */
    List<WatchedCall> callFor(Duration time, int count) throws InterruptedException {
        List<WatchedCall> these = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos() / count);
            these.add(place());
        }
        return these;
    }

    /** Some calls. */
    interface Round {

        void place() throws Exception;
    }

    /**
     * Places round after round while something else is done beside it, and then until enough calls are placed.
     *
     * @param least how many calls are enough
     * @return what was done
     */
    <T> T callWhile(Callable<T> somethingElse, int least, Round round) throws Exception {
        ExecutorService beside = Executors.newSingleThreadExecutor();
        try {
            int before = placed;
            Future<T> done = beside.submit(somethingElse);
            while (!done.isDone() || placed - before < least) {
                round.place();
            }
            return done.get();
        } finally {
            beside.shutdownNow();
        }
    }

    private WatchedCall place() {
        int number = ++placed;
        String scenarioId = "faults-" + number;
        ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("scenario", scenarioId)
                .put("form", FORMS.get(number % FORMS.size()))
                .put("tenantId", tenant(number));
        int failures = failures();
        if (failures > 0) {
            order.putArray("faults").addObject().put("fault", "failed-operation").put("times", failures);
        }
        WatchedCall call = new WatchedCall(scenarioId, tenant(number), failures);
        calls.put(scenarioId, call);
        if (number % 2 == 0) {
            call.settled().thenRun(() -> sandbox.endMeetings(scenarioId));
        }
        sandbox.order(order.toString()).join();
        return call;
    }

    /** Of the call with that number, which is counted from 1. */
    static String tenant(int number) {
        return "72f988bf-0000-4000-8000-00000000000" + number % TENANTS;
    }

    /** Each attempt has the same chance to fail. */
    private int failures() {
        int failures = 0;
        while (random.nextInt(100) < failedPercent) {
            failures++;
        }
        return failures;
    }

    @Override
    public void received(RecordedRequest request) {
        lastEvent = System.nanoTime();
        WatchedCall call = request.scenarioId() == null ? null : calls.get(request.scenarioId());
        if (call != null) {
            call.received(request);
        }
    }

    @Override
    public void delivered(String scenarioId, NotificationKind kind, long posted, int status) {
        long now = System.nanoTime();
        lastEvent = now;
        statuses.computeIfAbsent(status, first -> new AtomicInteger()).incrementAndGet();
        WatchedCall call = calls.get(scenarioId);
        synchronized (replyTimes) {
            replyTimes.computeIfAbsent(status, first -> new ArrayList<>()).add(now - posted);
        }
        if (call != null && status == ACKNOWLEDGED) {
            call.acknowledged(kind);
        } else if (call != null && kind == NotificationKind.INCOMING && isRefusal(status)) {
            call.refused();
        }
    }

    /** What Graph does not repeat, though it was not taken. */
    static boolean isRefusal(int status) {
        return status >= 300 && status < 500;
    }

    Collection<WatchedCall> calls() {
        return calls.values();
    }

    /** How often the webhook has replied with each status so far; 0 for no reply. */
    Map<Integer, Integer> statuses() {
        Map<Integer, Integer> counted = new TreeMap<>();
        statuses.forEach((status, count) -> counted.put(status, count.get()));
        return counted;
    }

    /** How often the webhook has replied with that status so far. */
    int replies(int status) {
        return statuses().getOrDefault(status, 0);
    }

    /**
     * From the post of each notification to its reply, in nanoseconds, since the last time it was asked.
     *
     * @param status of the reply; 0 for none
     */
    List<Long> takeReplyTimes(int status) {
        synchronized (replyTimes) {
            List<Long> taken = replyTimes.remove(status);
            return taken == null ? List.of() : taken;
        }
    }

    /** For how long nothing has happened, in nanoseconds. */
    long quietFor() {
        return System.nanoTime() - lastEvent;
    }

    boolean isEverybodyTold() {
        return calls.values().stream().allMatch(WatchedCall::isTold);
    }

    long acknowledgedCalls() {
        return calls.values().stream().filter(WatchedCall::isAcknowledged).count();
    }
}
