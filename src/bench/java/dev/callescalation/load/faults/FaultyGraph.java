package dev.callescalation.load.faults;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Graph and the login host as the bundle sees them: some requests can be treated badly, all others get through. */
final class FaultyGraph implements AutoCloseable {

    /** The connection breaks. */
    static final Handler<HttpServerRequest> RESET = request -> request.connection().close();

    /** There is never a reply. */
    static final Handler<HttpServerRequest> SILENCE = request -> {};

    /** It is to come back in 31 years. */
    static final Handler<HttpServerRequest> THROTTLE = request -> request.response()
            .setStatusCode(429)
            .putHeader("Retry-After", "1000000000")
            .end("{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"Come back in 31 years.\"}}");

    /** Of this consists a long reply. */
    static final String FILLER = "filler-of-a-long-reply-";

    private static final Buffer PIECE = Buffer.buffer(FILLER.repeat(240_000 / FILLER.length()));
    private static final int PIECES = 250;

    private final Map<String, String> tenants = new ConcurrentHashMap<>();
    private final Relay relay = new Relay(this::received);
    private final String graph;
    private volatile Predicate<Request> ill = request -> false;
    private volatile Handler<HttpServerRequest> illness = SILENCE;

    /**
     * A request of the bundle.
     *
     * @param tenantId whose token it shows, or asks for
     * @param login    whether it asks for a token
     */
    record Request(String tenantId, boolean login) {}

    /** @param graph address of Graph and of the login host, without a slash at the end */
    FaultyGraph(String graph) {
        this.graph = graph;
    }

    /** Settings of a bundle that uses it. */
    Map<String, String> environment() {
        return Map.of("CALLS_GRAPH_URL", relay.url(), "CALLS_LOGIN_URL", relay.url());
    }

    /** Treats some requests badly from now on. */
    void treat(Predicate<Request> which, Handler<HttpServerRequest> how) {
        illness = how;
        ill = which;
    }

    /** As before. Requests without a reply remain without. */
    void mend() {
        ill = request -> false;
    }

    private void received(HttpServerRequest request) {
        boolean login = request.path().endsWith("/token");
        String tenantId = login
                ? request.path().split("/")[1]
                : tenants.getOrDefault(String.valueOf(request.getHeader("Authorization")), "");
        if (ill.test(new Request(tenantId, login))) {
            illness.handle(request);
            return;
        }
        relay.pass(request, graph + request.uri()).onSuccess(reply -> {
            if (login && reply.status() == 200) {
                String token = new JsonObject(reply.body()).getString("access_token");
                tenants.put("Bearer " + token, tenantId);
            }
            Relay.reply(request, reply);
        });
    }

    /** The request is carried out, and the reply has 60 MB. */
    void replyAtLength(HttpServerRequest request) {
        relay.pass(request, graph + request.uri()).onSuccess(reply -> {
            HttpServerResponse response = request.response()
                    .setStatusCode(reply.status())
                    .putHeader("Content-Type", "application/json")
                    .setChunked(true);
            response.write("{\"id\":\"");
            write(response, PIECES);
        });
    }

    private static void write(HttpServerResponse response, int pieces) {
        if (pieces == 0) {
            response.end("\"}");
        } else {
            response.write(PIECE.copy()).onSuccess(written -> write(response, pieces - 1));
        }
    }

    @Override
    public void close() {
        relay.close();
    }
}
