package dev.callescalation.server;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpUtils;

/**
 * Answers 400 to a path that cannot be decoded, such as {@code /%zz}. The router would do so too, but before any
 * handler of ours, and with a stack trace in the log.
 */
final class ReadablePaths implements Handler<HttpServerRequest> {

    private final Handler<HttpServerRequest> next;

    ReadablePaths(Handler<HttpServerRequest> next) {
        this.next = next;
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
