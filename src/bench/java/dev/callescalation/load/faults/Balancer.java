package dev.callescalation.load.faults;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Random;

/** Stands in front of several webhooks, and gives each request to one of them at random, whether it is there or not. */
final class Balancer implements AutoCloseable {

    private static final int CONNECTIONS = 64;
    private static final int BAD_GATEWAY = 502;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    private final HttpServer server;
    private final Random random;
    private volatile List<String> webhooks = List.of();

    Balancer(Random random) {
        this.random = random;
        server = vertx.createHttpServer()
                .requestHandler(this::forward)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** The address of all of them. */
    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** @param urls of the webhooks, without a query */
    void spreadOver(List<String> urls) {
        webhooks = List.copyOf(urls);
    }

    private void forward(HttpServerRequest request) {
        String query = request.query() == null ? "" : "?" + request.query();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(webhooks.get(random.nextInt(webhooks.size())) + query);
        request.headers().forEach(header -> {
            if (!header.getKey().equalsIgnoreCase("Host")) {
                options.addHeader(header.getKey(), header.getValue());
            }
        });
        request.body()
                .compose(body -> send(options, body))
                .onSuccess(reply ->
                        request.response().setStatusCode(reply.statusCode()).end())
                .onFailure(gone ->
                        request.response().setStatusCode(BAD_GATEWAY).end());
    }

    private Future<HttpClientResponse> send(RequestOptions options, Buffer body) {
        return client.request(options)
                .compose(request -> request.send(body))
                .compose(reply -> reply.body().map(reply));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
