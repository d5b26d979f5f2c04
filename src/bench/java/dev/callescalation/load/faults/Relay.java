package dev.callescalation.load.faults;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;

/** Listens on this machine, and passes requests on where its owner wants to. */
final class Relay implements AutoCloseable {

    private static final int CONNECTIONS = 64;
    private static final int BAD_GATEWAY = 502;
    private static final List<String> OF_THE_CONNECTION =
            List.of("host", "connection", "content-length", "transfer-encoding");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    private final HttpServer server;

    /**
     * A reply.
     *
     * @param body read to its end
     */
    record Passed(int status, MultiMap headers, Buffer body) {}

    /** @param owner gets each request; a connection that it closes is reset */
    Relay(Handler<HttpServerRequest> owner) {
        server = vertx.createHttpServer(new HttpServerOptions().setSoLinger(0))
                .requestHandler(owner)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Without a slash at the end. */
    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Asks the same at another address; whoever asked has no reply yet. */
    Future<Passed> pass(HttpServerRequest request, String url) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(url)
                .setHeaders(withoutThoseOfTheConnection(request.headers()));
        return request.body()
                .compose(body -> client.request(options).compose(asked -> asked.send(body)))
                .compose(reply -> reply.body().map(body -> new Passed(reply.statusCode(), reply.headers(), body)))
                .onFailure(gone -> request.response().setStatusCode(BAD_GATEWAY).end());
    }

    /** Hands a reply back as it is. */
    static void reply(HttpServerRequest request, Passed reply) {
        request.response().headers().addAll(withoutThoseOfTheConnection(reply.headers()));
        request.response().setStatusCode(reply.status()).end(reply.body());
    }

    private static MultiMap withoutThoseOfTheConnection(MultiMap headers) {
        MultiMap others = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        OF_THE_CONNECTION.forEach(others::remove);
        return others;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
