package dev.callescalation.webhook;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** OpenID metadata and signing keys on a free port, and a list of who asked for what. */
final class KeyHost implements AutoCloseable {

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile String keys = "{\"keys\":[]}";
    private volatile String keysUrl;
    private volatile String redirect;
    private volatile boolean away;

    KeyHost(RSAKey... signing) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        keysUrl = url() + "/keys";
        publishes(signing);
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String metadataUrl() {
        return url() + "/openid";
    }

    void publishes(RSAKey... signing) {
        keys = new JWKSet(List.of(signing)).toString(true);
    }

    void answersKeysWith(String text) {
        keys = text;
    }

    void saysKeysAreAt(String url) {
        keysUrl = url;
    }

    void redirectsTo(String url) {
        redirect = url;
    }

    void isAway(boolean now) {
        away = now;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        String text = path.equals("/openid") ? "{\"jwks_uri\":\"" + keysUrl + "\"}" : keys;
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (redirect != null) {
            exchange.getResponseHeaders().add("Location", redirect);
        }
        exchange.sendResponseHeaders(away ? 503 : redirect != null ? 302 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
