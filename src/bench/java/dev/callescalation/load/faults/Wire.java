package dev.callescalation.load.faults;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The wire between the bundle and Graph, which can be cut. Graph itself does not notice. */
final class Wire implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> connections = ConcurrentHashMap.newKeySet();
    private final int graph;
    private final int port;
    private NetServer server;
    private volatile boolean silent;

    /** @param graph port of Graph on this machine */
    Wire(int graph) {
        this.graph = graph;
        server = listen(0);
        port = server.actualPort();
    }

    /** Graph as the bundle sees it. */
    String url() {
        return "http://" + HOST + ":" + port;
    }

    private NetServer listen(int wanted) {
        return wait(vertx.createNetServer().connectHandler(this::connected).listen(wanted, HOST));
    }

    private void connected(NetSocket bundle) {
        connections.add(bundle);
        bundle.closeHandler(closed -> connections.remove(bundle));
        if (silent) {
            return;
        }
        bundle.pause();
        client.connect(graph, HOST)
                .onSuccess(answering -> {
                    bundle.pipeTo(answering);
                    answering.pipeTo(bundle);
                })
                .onFailure(gone -> bundle.close());
    }

    /** Every connection breaks, and new ones are refused. */
    void refuse() {
        wait(server.close());
        cut();
    }

    /** Connections are taken, and nothing is ever answered. */
    void keepSilent() {
        silent = true;
        cut();
        server = listen(port);
    }

    /** As before the trouble; what was said into the silence is lost. */
    void mend() {
        silent = false;
        cut();
    }

    private void cut() {
        connections.forEach(NetSocket::close);
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        wait(vertx.close());
    }
}
