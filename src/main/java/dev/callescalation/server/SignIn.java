package dev.callescalation.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Begins and ends the session of a browser: {@code POST} and {@code DELETE /session}. */
final class SignIn {

    static final String PATH = "/session";

    private static final int LARGEST_BODY = 8_192;
    private static final int MOST_WRONG = 10;
    private static final Duration BREAK = Duration.ofMinutes(1);
    private static final int MOST_CLIENTS = 10_000;

    private final Visitors visitors;
    /** Wrong tokens by the address of the client, since the first one a minute ago at most. */
    private final Cache<String, AtomicInteger> wrong;

    SignIn(Visitors visitors, Ticker ticker) {
        this.visitors = visitors;
        this.wrong = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(BREAK)
                .maximumSize(MOST_CLIENTS)
                .build();
    }

    void mount(Router router) {
        router.route(HttpMethod.POST, PATH)
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(this::begin);
        router.route(HttpMethod.DELETE, PATH).handler(this::end);
    }

    private void begin(RoutingContext context) {
        String token = token(context);
        String client = String.valueOf(context.request().remoteAddress().hostAddress());
        AtomicInteger before = wrong.get(client, any -> new AtomicInteger());
        if (token == null) {
            refuse(context, 400, "The body must be {\"token\": \"…\"}.");
        } else if (before.get() >= MOST_WRONG) {
            context.response().putHeader("Retry-After", String.valueOf(BREAK.toSeconds()));
            refuse(context, 429, "Too many wrong tokens. Wait a minute.");
        } else {
            Optional<String> role = visitors.needToken() ? visitors.role(token) : Optional.empty();
            if (visitors.needToken() && role.isEmpty()) {
                before.incrementAndGet();
                refuse(context, 401, "This is not the token.");
            } else {
                visitors.end(Visitors.session(context.request()));
                role.ifPresent(known -> context.response().addCookie(cookie(context.request(), visitors.begin(known))));
                context.response().setStatusCode(204).end();
            }
        }
    }

    private void end(RoutingContext context) {
        visitors.end(Visitors.session(context.request()));
        context.response().addCookie(cookie(context.request(), "").setMaxAge(0));
        context.response().setStatusCode(204).end();
    }

    /** Null when the body names none. */
    private static String token(RoutingContext context) {
        try {
            JsonObject body = context.body().asJsonObject();
            return body != null && body.getValue("token") instanceof String token ? token : null;
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }

    /** A page that came by https, through a proxy too, gets a cookie that goes back by https only. */
    private static Cookie cookie(HttpServerRequest request, String id) {
        String origin = request.getHeader("Origin");
        return Cookie.cookie(Visitors.COOKIE, id)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(request.isSSL() || origin != null && origin.startsWith("https:"));
    }

    static void refuse(RoutingContext context, int status, String sentence) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(new JsonObject().put("error", sentence).encodePrettily() + "\n");
    }
}
