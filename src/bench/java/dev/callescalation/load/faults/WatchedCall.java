package dev.callescalation.load.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.NotificationKind;
import dev.callescalation.sandbox.RecordedRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What Graph has seen of one call. It is told by the sandbox's event loop; others may look on. */
final class WatchedCall {

    private static final Set<NotificationKind> CALLER_IS_GONE =
            EnumSet.of(NotificationKind.CALLER_TERMINATED, NotificationKind.CALLER_DELETED);

    private final String scenarioId;
    private final String tenantId;
    private final int failures;
    private final long placed = System.nanoTime();
    private volatile long ended;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final Set<NotificationKind> acknowledged = EnumSet.noneOf(NotificationKind.class);
    private boolean refused;
    private long acknowledgedAt;
    private long answeredAt;
    private final List<Asked> asked = new ArrayList<>();

    /**
     * A command that Graph got.
     *
     * @param name answer, join, move (an invite of the caller), invite, get, delete, …
     */
    record Asked(String name, int status) {

        boolean accepted() {
            return status < 300;
        }
    }

    /** @param failures how many of its invites Graph will take and then let fail */
    WatchedCall(String scenarioId, String tenantId, int failures) {
        this.scenarioId = scenarioId;
        this.tenantId = tenantId;
        this.failures = failures;
    }

    String scenarioId() {
        return scenarioId;
    }

    String tenantId() {
        return tenantId;
    }

    /** Until it was settled, in nanoseconds; until now while it is not. */
    long tookNanos() {
        return (settled.isDone() ? ended : System.nanoTime()) - placed;
    }

    int failures() {
        return failures;
    }

    /** Done when the bot has been told that the caller's call has ended: he was moved, or he has given up. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    synchronized void received(RecordedRequest request) {
        Asked one = new Asked(name(request), request.status());
        asked.add(one);
        if (answeredAt == 0 && one.accepted() && one.name().equals("answer")) {
            answeredAt = System.nanoTime();
        }
    }

    void acknowledged(NotificationKind kind) {
        synchronized (this) {
            if (acknowledged.add(kind) && kind == NotificationKind.INCOMING) {
                acknowledgedAt = System.nanoTime();
            }
        }
        if (CALLER_IS_GONE.contains(kind)) {
            settle();
        }
    }

    /** The bot has said that it does not want to hear of the call. */
    synchronized void refused() {
        refused = true;
        settle();
    }

    private void settle() {
        if (!settled.isDone()) {
            ended = System.nanoTime();
            settled.complete(null);
        }
    }

    /** Whether Graph is done with telling of the incoming call. */
    synchronized boolean isTold() {
        return refused || acknowledged.contains(NotificationKind.INCOMING);
    }

    synchronized boolean isAcknowledged() {
        return acknowledged.contains(NotificationKind.INCOMING);
    }

    /**
     * From the acknowledgement of the incoming call to the answer that Graph has taken; 0 if the answer was faster, and
     * negative while there is none.
     */
    synchronized long answerNanos() {
        return answeredAt == 0 ? -1 : Math.max(0, answeredAt - acknowledgedAt);
    }

    /** Oldest first. */
    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private static String name(RecordedRequest request) {
        String last = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (!request.method().equals("POST")) {
            return request.method().toLowerCase(java.util.Locale.ROOT);
        }
        if (last.equals("invite")) {
            return movesTheCaller(request.body()) ? "move" : "invite";
        }
        return last.equals("calls") ? "join" : last;
    }

    private static boolean movesTheCaller(JsonNode body) {
        return body != null && body.path("participants").path(0).hasNonNull("replacesCallId");
    }
}
