package dev.callescalation.decision;

import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A queue with a line for each key, such as a tenant, whose readers take from the lines by turns. Of one line only so
 * many are in progress at once, so that one that is slow leaves readers to the others. What is urgent goes first, and
 * the rest leaves some readers to it. A reader has done its work when it asks for more.
 */
final class FairQueue<E> extends AbstractQueue<E> implements BlockingQueue<E> {

    /**
     * How many may be in progress at once.
     *
     * @param ofLine       of one line
     * @param ofLineNotUrgent of one line, without what is urgent
     * @param notUrgent    of all lines, without what is urgent
     */
    record Limits(int ofLine, int ofLineNotUrgent, int notUrgent) {

        /** One of each line. */
        static final Limits ONE = new Limits(1, 1, Integer.MAX_VALUE);

        /** So that one line leaves a quarter of the readers to the others, and a quarter to what is urgent. */
        static Limits ofReaders(int readers) {
            int most = Math.max(1, readers * 3 / 4);
            return new Limits(most, Math.max(1, readers / 2), most);
        }
    }

    /** Somebody's turn. */
    private record Waiting<E>(E element, boolean urgent, long since) {}

    private record Taken<E>(Line<E> line, boolean urgent) {}

    private static final class Line<E> {

        private final String key;
        private final Deque<Waiting<E>> urgent = new ArrayDeque<>();
        private final Deque<Waiting<E>> others = new ArrayDeque<>();
        private int taken;
        private int othersTaken;

        private Line(String key) {
            this.key = key;
        }

        private boolean isIdle() {
            return taken == 0 && urgent.isEmpty() && others.isEmpty();
        }

        private long oldest() {
            long now = System.nanoTime();
            long first = urgent.isEmpty() ? now : urgent.peek().since();
            return others.isEmpty() ? first : Math.min(first, others.peek().since());
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Line<E>> lines = new LinkedHashMap<>();
    private final Map<Thread, Taken<E>> taken = new HashMap<>();
    private final int capacity;
    private final Limits limits;
    private final Function<E, String> key;
    private final Predicate<E> isUrgent;
    private int size;
    private int othersTaken;

    FairQueue(int capacity, Limits limits, Function<E, String> key, Predicate<E> isUrgent) {
        this.capacity = capacity;
        this.limits = limits;
        this.key = key;
        this.isUrgent = isUrgent;
    }

    /** The line that has waited for longer than that, and how many wait in it; empty for none. */
    Optional<String> slowest(Duration longerThan) {
        lock.lock();
        try {
            long limit = System.nanoTime() - longerThan.toNanos();
            return lines.values().stream()
                    .filter(line -> line.oldest() - limit < 0)
                    .min((one, other) -> Long.signum(one.oldest() - other.oldest()))
                    .map(line -> line.key + " (" + (line.urgent.size() + line.others.size())
                            + (size < capacity ? ")" : "; the queue is full, and what comes is discarded)"));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean offer(E element) {
        lock.lock();
        try {
            if (size >= capacity) {
                return false;
            }
            Waiting<E> waiting = new Waiting<>(element, isUrgent.test(element), System.nanoTime());
            Line<E> line = lines.computeIfAbsent(key.apply(element), Line::new);
            (waiting.urgent() ? line.urgent : line.others).add(waiting);
            size++;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public E poll(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lockInterruptibly();
        try {
            E next = next();
            while (next == null && left > 0) {
                left = changed.awaitNanos(left);
                next = next();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public E poll() {
        lock.lock();
        try {
            return next();
        } finally {
            lock.unlock();
        }
    }

    /** The thread asks for no more: what it has taken is done. */
    void leave() {
        lock.lock();
        try {
            release();
        } finally {
            lock.unlock();
        }
    }

    /** What has its turn; null when nothing has. What the thread had taken before is done. */
    private E next() {
        release();
        E next = next(true);
        return next == null ? next(false) : next;
    }

    private void release() {
        Taken<E> done = taken.remove(Thread.currentThread());
        if (done != null) {
            done.line().taken--;
            if (!done.urgent()) {
                done.line().othersTaken--;
                othersTaken--;
            }
            lines.computeIfPresent(done.line().key, (name, line) -> line.isIdle() ? null : line);
            changed.signal();
        }
    }

    private E next(boolean urgent) {
        for (Line<E> line : lines.values()) {
            Waiting<E> waiting = (urgent ? line.urgent : line.others).peek();
            boolean free = line.taken < limits.ofLine()
                    && (urgent || line.othersTaken < limits.ofLineNotUrgent() && othersTaken < limits.notUrgent());
            if (waiting != null && free) {
                take(line, urgent);
                return waiting.element();
            }
        }
        return null;
    }

    private void take(Line<E> line, boolean urgent) {
        (urgent ? line.urgent : line.others).remove();
        size--;
        line.taken++;
        if (!urgent) {
            line.othersTaken++;
            othersTaken++;
        }
        taken.put(Thread.currentThread(), new Taken<>(line, urgent));
        // the next one is that of another line
        lines.remove(line.key);
        lines.put(line.key, line);
        if (size > 0) {
            changed.signal();
        }
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int remainingCapacity() {
        return capacity - size();
    }

    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) {
        return offer(element);
    }

    /** Does not wait. */
    @Override
    public void put(E element) {
        add(element);
    }

    @Override
    public E take() throws InterruptedException {
        E next = null;
        while (next == null) {
            next = poll(1, TimeUnit.SECONDS);
        }
        return next;
    }

    @Override
    public E peek() {
        Iterator<E> all = iterator();
        return all.hasNext() ? all.next() : null;
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int most) {
        lock.lock();
        try {
            int drained = 0;
            for (Line<E> line : lines.values()) {
                for (Deque<Waiting<E>> part : List.of(line.urgent, line.others)) {
                    while (drained < most && !part.isEmpty()) {
                        target.add(part.remove().element());
                        drained++;
                        size--;
                    }
                }
            }
            return drained;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void clear() {
        drainTo(new ArrayList<>());
    }

    /** Over what waits now. */
    @Override
    public Iterator<E> iterator() {
        lock.lock();
        try {
            List<E> all = new ArrayList<>();
            for (Line<E> line : lines.values()) {
                line.urgent.forEach(waiting -> all.add(waiting.element()));
                line.others.forEach(waiting -> all.add(waiting.element()));
            }
            return all.iterator();
        } finally {
            lock.unlock();
        }
    }
}
