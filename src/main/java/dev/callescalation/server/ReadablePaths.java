package dev.callescalation.server;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpUtils;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Answers 400 to a path that cannot be decoded, such as {@code /%zz}. The router would do so too, but before any
 * handler of ours, and with a stack trace in the log.
 */
final class ReadablePaths implements Handler<HttpServerRequest> {

    private final Handler<HttpServerRequest> next;

    private ReadablePaths(Handler<HttpServerRequest> next) {
        this.next = next;
    }

    /** The same server, whose handler of requests gets none with such a path. */
    static HttpServer only(HttpServer server) {
        return (HttpServer) Proxy.newProxyInstance(
                HttpServer.class.getClassLoader(), new Class<?>[] {HttpServer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("requestHandler") && arguments != null) {
                        @SuppressWarnings("unchecked")
                        Handler<HttpServerRequest> handler = (Handler<HttpServerRequest>) arguments[0];
                        return server.requestHandler(new ReadablePaths(handler));
                    }
                    try {
                        return method.invoke(server, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (isReadable(request.path())) {
            next.handle(request);
        } else {
            request.response().setStatusCode(400).end();
        }
    }

    private static boolean isReadable(String path) {
        try {
            HttpUtils.normalizePath(path);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
