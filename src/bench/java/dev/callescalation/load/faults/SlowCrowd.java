package dev.callescalation.load.faults;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that open connections and take their time: some say nothing, some half a line, half the headers or half a
 * body, and then a letter now and then. Whoever is cut off comes again.
 */
final class SlowCrowd implements AutoCloseable {

    private static final String HEAD = "POST /api/calls HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n";
    private static final List<String> BEGINNINGS = List.of(
            "",
            "POST /api/ca",
            HEAD + "Content-Le",
            HEAD + "Content-Length: 100000\r\n\r\n{\"value",
            HEAD + "Transfer-Encoding: chunked\r\n\r\nffff\r\n{\"value");
    private static final long A_LETTER_EVERY_MS = 500;

    private final URI webhook;
    private final int size;
    private final List<Slow> crowd = new ArrayList<>();
    private final AtomicInteger cutOff = new AtomicInteger();
    private final Thread thread = new Thread(this::linger, "slow-crowd");
    private volatile boolean closed;

    private record Slow(Socket socket, boolean dribbles) {}

    /** Comes and stays until it is closed. */
    SlowCrowd(String webhookUrl, int size) throws IOException {
        this.webhook = URI.create(webhookUrl);
        this.size = size;
        fill();
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void fill() throws IOException {
        for (int i = crowd.size(); i < size; i++) {
            String beginning = BEGINNINGS.get(i % BEGINNINGS.size());
            Socket socket = new Socket(webhook.getHost(), webhook.getPort());
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            crowd.add(new Slow(socket, !beginning.isEmpty()));
        }
    }

    private void linger() {
        while (!closed) {
            try {
                TimeUnit.MILLISECONDS.sleep(A_LETTER_EVERY_MS);
                dribble();
                fill();
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                // the bundle has more to do at the moment; the crowd comes again
                continue;
            }
        }
    }

    private synchronized void dribble() throws IOException {
        for (Iterator<Slow> all = crowd.iterator(); all.hasNext(); ) {
            Slow one = all.next();
            try {
                if (one.dribbles()) {
                    one.socket().getOutputStream().write('x');
                }
                if (one.socket().getInputStream().available() > 0) {
                    throw new IOException("replied to");
                }
            } catch (IOException e) {
                cutOff.incrementAndGet();
                one.socket().close();
                all.remove();
            }
        }
    }

    /** How many were found to be cut off so far. */
    int cutOff() {
        return cutOff.get();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join();
        for (Slow one : crowd) {
            one.socket().close();
        }
    }
}
