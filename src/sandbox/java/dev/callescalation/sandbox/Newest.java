package dev.callescalation.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Remembers the newest of what was added, oldest first. Safe for any thread. */
final class Newest<T> {

    private final int most;
    private final Deque<T> items = new ArrayDeque<>();

    Newest(int most) {
        this.most = most;
    }

    synchronized void add(T item) {
        if (items.size() == most) {
            items.removeFirst();
        }
        items.addLast(item);
    }

    synchronized List<T> list() {
        return List.copyOf(items);
    }
}
