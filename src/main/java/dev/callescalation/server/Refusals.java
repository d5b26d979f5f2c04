package dev.callescalation.server;

import dev.callescalation.metrics.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts who was not served, for one line in the log a minute: strangers must not be able to fill a disk. A kind of
 * refusal that has lines of its own has the first few of each minute.
 */
public final class Refusals implements MeterBinder {

    static final String SLOW = "cut off as too slow";
    static final String BUSY = "answered 503 as too many at once";
    static final String UNREADABLE = "answered 400 as unreadable";
    static final String NO_JSON = "answered 415 as no JSON";
    static final String COMPRESSED = "answered 415 as compressed";
    static final String FOREIGN = "answered 403 as sent by a web page or to another host";
    static final String NO_TOKEN = "answered 401 on the control port";
    static final String VIEWER = "answered 403 as from a viewer, who may only read";

    /** Lines of one kind in a minute. */
    static final int MOST_LINES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** What no route says anything of, with its cause. */
    private static final Map<Integer, String> UNSEEN = Map.of(
            404, "no route has this path; Graph posts to calls.webhook.public-url",
            405, "the path takes other methods",
            413, "larger than calls.webhook.max-body-bytes");

    /** Letters of a path that are shown: whoever sends it chooses them. */
    private static final int MOST_OF_A_PATH = 100;

    /** Those that no request of the webhook comes to: they are counted by its status. */
    private static final Map<String, String> WITHOUT_REPLY =
            Map.of(SLOW, WebhookMeters.SLOW, UNREADABLE, WebhookMeters.UNREADABLE);

    private volatile WebhookMeters meters = new WebhookMeters(Metrics.nowhere());
    private final Map<String, Integer> lines = new ConcurrentHashMap<>();
    private final Map<String, Long> counted = new ConcurrentHashMap<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        meters = new WebhookMeters(registry);
    }

    WebhookMeters meters() {
        return meters;
    }

    void count(String kind) {
        if (WITHOUT_REPLY.containsKey(kind)) {
            meters.refused(WITHOUT_REPLY.get(kind));
        }
        counted.merge(kind, 1L, Long::sum);
    }

    /** Says what was answered, if it is one of the refusals that nobody else says; the first few of each minute. */
    void answered(int status, String method, String path) {
        String why = UNSEEN.get(status);
        if (why != null && isLogged("answered " + status)) {
            String shown = path.length() > MOST_OF_A_PATH ? path.substring(0, MOST_OF_A_PATH) + "..." : path;
            LOG.warn("status={} {} {}: {}", status, method, shown, why);
        }
    }

    /** Whether a refusal has a line of its own. It is counted otherwise. */
    public boolean isLogged(String kind) {
        boolean among = lines.merge(kind, 1, (before, one) -> Math.min(before + one, MOST_LINES + 1)) <= MOST_LINES;
        if (!among) {
            count(kind);
        }
        return among;
    }

    /** Says what has been counted since the last time, if anything has. Called once a minute. */
    void report() {
        Map<String, Long> since = new TreeMap<>();
        counted.keySet().forEach(kind -> since.put(kind, counted.remove(kind)));
        lines.clear();
        if (!since.isEmpty()) {
            LOG.warn(
                    "in the last minute, not logged one by one: {}",
                    since.entrySet().stream()
                            .map(kind -> kind.getKey() + ": " + kind.getValue())
                            .collect(Collectors.joining("; ")));
        }
    }
}
