package dev.callescalation.server;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * The first to see a request of the control port: it must show the token, if there is one. Only whether the program
 * is alive is answered without it, and only in the one form that reveals nothing else.
 */
final class ControlToken implements AuthenticationHandler {

    private static final String BEARER = "Bearer ";

    private final SlowClients slowClients;
    private final byte[] token;
    private final String livenessPath;

    /** @param token blank when everybody may come in, which is for loopback only */
    ControlToken(SlowClients slowClients, String token, String livenessPath) {
        this.slowClients = slowClients;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.livenessPath = livenessPath;
    }

    @Override
    public void handle(RoutingContext context) {
        slowClients.began(context);
        HttpServerRequest request = context.request();
        if (RequestLimits.isForm(request)) {
            context.response().setStatusCode(415).end();
        } else if (token.length == 0 || asksWhetherWeLive(request) || showsTheToken(request)) {
            context.next();
        } else {
            context.response()
                    .setStatusCode(401)
                    .putHeader("WWW-Authenticate", "Bearer")
                    .end();
        }
    }

    /** A query would ask for details. */
    private boolean asksWhetherWeLive(HttpServerRequest request) {
        return livenessPath.equals(request.uri());
    }

    /** Takes as long for a wrong token as for the right one, wherever the first wrong letter is. */
    private boolean showsTheToken(HttpServerRequest request) {
        List<String> headers = request.headers().getAll("Authorization");
        if (headers.size() != 1 || !headers.get(0).regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        String shown = headers.get(0).substring(BEARER.length()).strip();
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), token);
    }
}
