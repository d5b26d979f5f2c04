package dev.callescalation.control;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves the files of the operator's page. They are part of the program and hold no data, so they need no token: a page
 * without a session shows a form to sign in.
 */
public final class Page {

    private static final String INDEX = "index.html";

    /** Nothing inline and nothing from elsewhere: what a stranger wrote into a name is not run. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, File> files = new ConcurrentHashMap<>();

    private record File(String type, Buffer bytes, String tag) {}

    /** Adds the address of the page and those of its files to the control port. */
    public void serve(Router control) {
        control.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(context -> send(context, INDEX));
        control.routeWithRegex("/page/(?<name>[a-z-]+\\.(js|css|svg))")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> send(context, context.pathParam("name")));
    }

    private void send(RoutingContext context, String name) {
        Optional<File> found = file(name);
        if (found.isEmpty()) {
            context.next();
            return;
        }
        File file = found.get();
        HttpServerResponse response = context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("ETag", file.tag());
        if (file.tag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", file.type());
        if (HttpMethod.HEAD.equals(context.request().method())) {
            response.putHeader("Content-Length", String.valueOf(file.bytes().length()))
                    .end();
        } else {
            response.end(file.bytes());
        }
    }

    private Optional<File> file(String name) {
        return Optional.ofNullable(files.computeIfAbsent(name, Page::read));
    }

    /** Null where there is none. */
    private static File read(String name) {
        try (InputStream file = Page.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                return null;
            }
            byte[] bytes = file.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            String tag = "\"" + HexFormat.of().formatHex(digest, 0, 8) + "\"";
            return new File(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), Buffer.buffer(bytes), tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
