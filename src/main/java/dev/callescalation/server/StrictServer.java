package dev.callescalation.server;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpUtils;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionException;

/**
 * A server as Camel uses it, with three corrections. Camel only logs that a port cannot be opened, and carries on
 * without a listener; here that is an error. No request reaches the router whose path it could not decode. Clients are
 * notified before they are cut off: Vert.x closes the connection after a request that it cannot read, and a client that
 * keeps connections would lose its next request.
 */
final class StrictServer implements InvocationHandler {

    private final Refusals refusals;
    private final HttpServer server;

    private StrictServer(Refusals refusals, HttpServer server) {
        this.refusals = refusals;
        this.server = server;
    }

    static HttpServer of(Refusals refusals, HttpServer server) {
        server.invalidRequestHandler(request -> {
            refusals.count(Refusals.UNREADABLE);
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
        });
        return (HttpServer) Proxy.newProxyInstance(
                HttpServer.class.getClassLoader(),
                new Class<?>[] {HttpServer.class},
                new StrictServer(refusals, server));
    }

    @Override
    @SuppressWarnings("unchecked") // the methods of the interface say what their arguments are
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("requestHandler") && method.getParameterCount() == 1) {
            server.requestHandler(readable((Handler<HttpServerRequest>) arguments[0]));
            return proxy; // Camel calls listen on it
        }
        if (method.getName().equals("listen") && method.getParameterCount() == 3) {
            listen((int) arguments[0], (String) arguments[1], (Handler<AsyncResult<HttpServer>>) arguments[2]);
            return proxy;
        }
        try {
            return method.invoke(server, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /**
     * Answers 400 to a path that cannot be decoded, such as {@code /%zz}. The router would do so too, but before any
     * handler of ours, and with a stack trace in the log.
     */
    private Handler<HttpServerRequest> readable(Handler<HttpServerRequest> next) {
        return request -> {
            StrictDecoder.passedOn(request);
            try {
                HttpUtils.normalizePath(request.path());
            } catch (IllegalArgumentException e) {
                refusals.count(Refusals.UNREADABLE);
                request.response().setStatusCode(400).end();
                return;
            }
            next.handle(request);
        };
    }

    private void listen(int port, String host, Handler<AsyncResult<HttpServer>> listening) {
        try {
            // Camel waits for it too, on a thread of its own
            server.listen(port, host).toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "The port " + host + ":" + port + " cannot be opened: "
                            + e.getCause().getMessage()
                            + ". Stop the program that has it, or set camel.server.port or camel.management.port to a"
                            + " free one.",
                    e.getCause());
        }
        listening.handle(Future.succeededFuture(server));
    }
}
