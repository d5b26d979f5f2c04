package dev.callescalation.story;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for a program that is about to start. They are of a range from which no system hands out ports by itself: one
 * of those that it does hand out may be somebody else's before the program comes to open it.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int BEHIND_LAST = 32_000;
    private static final int ATTEMPTS = 1_000;

    /** Nobody may listen yet on one that was handed out before. */
    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /**
     * One that is free on 127.0.0.1 at this moment, and that nobody else in this program has got.
     *
     * @throws IllegalStateException when no free one was found
     */
    public static int next() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (HANDED_OUT.add(port)) {
                    return port;
                }
            } catch (IOException taken) {
                // the next one may be free
            }
        }
        throw new IllegalStateException("No port from " + FIRST + " to " + (BEHIND_LAST - 1) + " is free.");
    }
}
