package dev.callescalation.sandbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All who watch. They may come at any time, from any thread. */
final class Watchers implements SandboxWatcher {

    private final List<SandboxWatcher> watchers = new CopyOnWriteArrayList<>();

    void add(SandboxWatcher watcher) {
        watchers.add(watcher);
    }

    @Override
    public void received(RecordedRequest request) {
        watchers.forEach(watcher -> watcher.received(request));
    }

    @Override
    public void delivered(String scenarioId, NotificationKind kind, long posted, int status) {
        watchers.forEach(watcher -> watcher.delivered(scenarioId, kind, posted, status));
    }
}
