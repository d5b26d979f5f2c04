package dev.callescalation.server;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/**
 * The first to see a request of the control port: it must show the token, if there is one, and must not come from a web
 * page of somebody else. Only whether the program is alive is answered without, and only in the one form that reveals
 * nothing else.
 *
 * <p>Names are compared only where no token is set. No page knows the token, and probes and scrapers that reach the
 * port from elsewhere name it by whatever address it has.
 */
final class ControlToken implements AuthenticationHandler {

    private static final String BEARER = "Bearer ";
    private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final SlowClients slowClients;
    private final Refusals refusals;
    private final ForeignPages pages;
    private final byte[] token;
    private final String livenessPath;

    /** @param token blank when everybody may come in, which is for loopback only */
    ControlToken(SlowClients slowClients, Refusals refusals, ForeignPages pages, String token, String livenessPath) {
        this.slowClients = slowClients;
        this.refusals = refusals;
        this.pages = pages;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.livenessPath = livenessPath;
    }

    @Override
    public void handle(RoutingContext context) {
        slowClients.began(context);
        HttpServerRequest request = context.request();
        if (asksWhetherWeLive(request)) {
            context.next();
        } else if (token.length > 0 && !showsTheToken(request)) {
            refusals.count(Refusals.NO_TOKEN);
            context.response()
                    .setStatusCode(401)
                    .putHeader("WWW-Authenticate", "Bearer")
                    .end();
        } else if (isFromForeignPage(context)) {
            refusals.count(Refusals.FOREIGN);
        } else if (pages.refusesBody(context)) {
            refusals.count(Refusals.NO_JSON);
        } else {
            Places.separate(context);
            context.next();
        }
    }

    /** Whether it has been refused. */
    private boolean isFromForeignPage(RoutingContext context) {
        return token.length == 0 && pages.refusesName(context) || pages.refusesOrigin(context);
    }

    /** A query would ask for details. */
    private boolean asksWhetherWeLive(HttpServerRequest request) {
        return livenessPath.equals(request.uri()) && LOOKING.contains(request.method());
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
