package dev.callescalation.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Cuts off clients that open a connection and take their time. A time-out for silence alone would not do, as one byte
 * now and then keeps it away; so it is the whole request that has to be there in time.
 *
 * <ul>
 *   <li>The first request of a connection must begin within the time to read, and so must the handshake of TLS.
 *   <li>A request that has begun must be there as a whole within the time to read.
 *   <li>After a reply the next request must begin within the time to idle.
 *   <li>Of more unfinished bodies than are permitted, or of larger ones together, the one that has been on its way
 *       longest goes: a good one is there in milliseconds, so it is never the oldest.
 *   <li>Of more connections than are permitted, the one goes that has least time left to say something. One that is
 *       being served never does.
 * </ul>
 */
final class SlowClients {

    private static final long NEVER = Long.MAX_VALUE;

    private final Map<HttpConnection, Client> clients = new ConcurrentHashMap<>();
    /** In the order in which they began, with the bytes that they may grow to; its own lock guards it. */
    private final Map<Client, Long> unfinished = new LinkedHashMap<>();

    private long unfinishedBytes;

    private final Refusals refusals;
    private final long readMillis;
    private final long idleMillis;
    private final int mostUnfinished;
    private final BodySizes sizes;
    private final int mostConnections;

    SlowClients(
            Refusals refusals,
            long readMillis,
            long idleMillis,
            int mostUnfinished,
            BodySizes sizes,
            int mostConnections) {
        this.refusals = refusals;
        this.readMillis = readMillis;
        this.idleMillis = idleMillis;
        this.mostUnfinished = mostUnfinished;
        this.sizes = sizes;
        this.mostConnections = mostConnections;
    }

    /** A client and the moment until which it may keep us waiting. */
    private static final class Client {

        private final HttpConnection connection;
        private final Context loop = Vertx.currentContext();
        private volatile long until;
        /** Whether it has its reply and owes us nothing. */
        private volatile boolean idle;

        private Client(HttpConnection connection, long until) {
            this.connection = connection;
            this.until = until;
        }
    }

    void opened(HttpConnection connection) {
        clients.put(connection, new Client(connection, now() + readMillis));
        connection.closeHandler(closed -> clients.remove(connection));
        if (clients.size() > mostConnections) {
            clients.values().stream()
                    .filter(client -> client.until != NEVER)
                    .min(Comparator.comparingLong(client -> client.until))
                    .ifPresent(this::cutOff);
        }
    }

    /** The headers of a request are there. Called on the event loop of its connection, as all that follows from it. */
    void began(RoutingContext context) {
        Client client = clients.get(context.request().connection());
        if (client == null) {
            return; // gone before it was served
        }
        HttpServerRequest request = context.request();
        client.idle = false;
        if (request.isEnded()) {
            client.until = NEVER;
        } else {
            client.until = now() + readMillis;
            begin(client, sizes.announced(request));
            request.end().onComplete(whole -> {
                finish(client);
                await(client, context.response().ended());
            });
        }
        context.addEndHandler(answered -> {
            if (request.isEnded()) {
                await(client, true);
            }
        });
    }

    /** The next request of a client that has its reply; the reply of one that has not. */
    private void await(Client client, boolean answered) {
        client.idle = answered;
        client.until = answered ? now() + idleMillis : NEVER;
    }

    private void begin(Client client, long bytes) {
        List<Client> slowest = new ArrayList<>();
        synchronized (unfinished) {
            forget(client);
            unfinished.put(client, bytes);
            unfinishedBytes += bytes;
            Iterator<Client> oldestFirst = List.copyOf(unfinished.keySet()).iterator();
            while (unfinished.size() > mostUnfinished || sizes.areTooMany(unfinishedBytes)) {
                slowest.add(oldestFirst.next());
                forget(slowest.get(slowest.size() - 1));
            }
        }
        slowest.forEach(this::cutOff);
    }

    private void finish(Client client) {
        synchronized (unfinished) {
            forget(client);
        }
    }

    private void forget(Client client) {
        Long bytes = unfinished.remove(client);
        unfinishedBytes -= bytes == null ? 0 : bytes;
    }

    /** Cuts off everybody whose time has passed. */
    void sweep() {
        long now = now();
        for (Client client : clients.values()) {
            if (now > client.until) {
                cutOff(client);
            }
        }
    }

    /**
     * Closes each connection on which nothing is asked at the moment, so that its client opens another one: by then a
     * balancer leads it elsewhere. Who asks just now is told with the reply.
     */
    void closeIdle() {
        for (Client client : clients.values()) {
            client.loop.runOnContext(now -> {
                if (client.idle) {
                    client.connection.close();
                }
            });
        }
    }

    private void cutOff(Client client) {
        client.until = NEVER;
        client.connection.close();
        if (!client.idle) {
            refusals.count(Refusals.SLOW);
        }
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
