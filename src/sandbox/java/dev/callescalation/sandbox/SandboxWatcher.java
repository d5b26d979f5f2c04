package dev.callescalation.sandbox;

/** Gets every request and delivery of the sandbox as it happens, on its only event loop: it must not block. */
public interface SandboxWatcher {

    /** A command has arrived; its reply is not sent yet. */
    void received(RecordedRequest request);

    /**
     * One attempt to hand a notification over has ended.
     *
     * @param posted when it was sent, on the clock of {@link System#nanoTime()}
     * @param status what the webhook replied; 0 when there was no reply
     */
    void delivered(String scenarioId, NotificationKind kind, long posted, int status);
}
