package dev.callescalation.graph;

import dev.callescalation.secret.TestKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A forward proxy on loopback that asks for a user. Whatever host it is asked for, it connects to a server that speaks
 * TLS, behind which is a plain HTTP server.
 */
public final class ForwardProxy implements AutoCloseable {

    /** The hosts that were connected to, and the status of each request. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final HttpServer tls;
    private final HttpServer proxy;
    private volatile URI behind = URI.create("http://127.0.0.1:1");

    /** @param credentials of the user, as Basic sends them */
    public ForwardProxy(TestKeys keys, String credentials) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setSsl(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions().setCertPath(keys.certificate()).setKeyPath(keys.key()));
        tls = join(vertx.createHttpServer(options).requestHandler(this::forward).listen(0));
        proxy = join(vertx.createHttpServer()
                .requestHandler(request -> connect(request, "Basic " + credentials))
                .listen(0, "127.0.0.1"));
    }

    public String url() {
        return "http://127.0.0.1:" + proxy.actualPort();
    }

    /** Where the requests go in the end. */
    public void behind(String url) {
        behind = URI.create(url);
    }

    private void connect(HttpServerRequest request, String credentials) {
        boolean known = credentials.equals(request.getHeader("Proxy-Authorization"));
        int status = request.method() != HttpMethod.CONNECT ? 405 : known ? 200 : 407;
        asked.add(request.uri() + " " + status);
        if (status == 200) {
            request.toNetSocket().onSuccess(this::pipe);
        } else {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Proxy-Authenticate", "Basic realm=\"proxy\"")
                    .end();
        }
    }

    private void pipe(NetSocket from) {
        from.pause();
        vertx.createNetClient()
                .connect(tls.actualPort(), "127.0.0.1")
                .onFailure(e -> from.close())
                .onSuccess(server -> {
                    server.pipeTo(from);
                    from.pipeTo(server);
                });
    }

    /** With the name of the server behind: it serves no other. */
    private void forward(HttpServerRequest request) {
        request.body()
                .compose(body -> client.request(request.method(), behind.getPort(), "127.0.0.1", request.uri())
                        .compose(out -> {
                            request.headers().remove("Host").forEach(out::putHeader);
                            return out.send(body);
                        }))
                .compose(reply -> {
                    reply.headers().remove("Transfer-Encoding").forEach(request.response()::putHeader);
                    return reply.body()
                            .compose(body -> request.response()
                                    .setStatusCode(reply.statusCode())
                                    .end(body));
                })
                .onFailure(e -> request.connection().close());
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        join(vertx.close());
    }
}
