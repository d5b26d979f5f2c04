package dev.callescalation.server;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The first to see a request of the control port: it must show a token or a session, if a token is set, and must not
 * come from a web page of somebody else. Three things are open: whether the program is alive and ready, in the one form
 * that reveals nothing else; the files of the page, which hold no data; and the way to begin a session.
 *
 * <p>Names are compared only where no token is set. No page knows the token, and probes and scrapers that reach the
 * port from elsewhere name it by whatever address it has. A cookie belongs to one name, so a name that somebody else
 * has made lead here has none.
 */
final class ControlToken implements AuthenticationHandler {

    private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Pattern PAGE = Pattern.compile("/(page/[\\w-]+(\\.[\\w-]+)*)?");

    private final SlowClients slowClients;
    private final Refusals refusals;
    private final ForeignPages pages;
    private final Visitors visitors;
    private final String healthPath;
    private final PublicReadiness readiness;

    ControlToken(
            SlowClients slowClients,
            Refusals refusals,
            ForeignPages pages,
            Visitors visitors,
            String healthPath,
            PublicReadiness readiness) {
        this.slowClients = slowClients;
        this.refusals = refusals;
        this.pages = pages;
        this.visitors = visitors;
        this.healthPath = healthPath;
        this.readiness = readiness;
    }

    @Override
    public void handle(RoutingContext context) {
        slowClients.began(context);
        HttpServerRequest request = context.request();
        context.addEndHandler(ended -> {
            int status = context.response().getStatusCode();
            // a 404 answers an operator's question
            if (status != 404) {
                refusals.answered(status, request.method().name(), request.path());
            }
        });
        if (asks(request, "/live")) {
            context.next();
            return;
        }
        Optional<User> visitor = visitors.find(request);
        if (visitor.isEmpty() && asks(request, "/ready")) {
            readiness.answer(context);
        } else if (visitor.isEmpty() && !isOpen(request)) {
            refusals.count(Refusals.NO_TOKEN);
            askForToken(context);
        } else if (isFromForeignPage(context, visitor.isPresent())) {
            refusals.count(Refusals.FOREIGN);
        } else if (visitor.isPresent() && mayOnlyLook(context, visitor.get())) {
            refusals.count(Refusals.VIEWER);
        } else if (pages.refusesBody(context)) {
            refusals.count(Refusals.NO_JSON);
        } else {
            visitor.ifPresent(known -> name(context, known));
            context.put(Servers.SIGNED_IN, visitors.lasts(request));
            Places.separate(context);
            context.next();
        }
    }

    /** To the routes: Camel hands the user on as a header, which no client can set. */
    @SuppressWarnings("deprecation") // the other way is for what handlers of Vert.x find out
    private static void name(RoutingContext context, User visitor) {
        context.setUser(visitor);
    }

    private static void askForToken(RoutingContext context) {
        context.response().putHeader("WWW-Authenticate", "Bearer");
        if (SignIn.PATH.equals(context.request().path())) {
            SignIn.refuse(context, 401, "Nobody is signed in.");
        } else {
            context.response().setStatusCode(401).end();
        }
    }

    /**
     * Whether it has been refused. What a session does must come from a page of this port: a browser sends the cookie
     * with whatever any page of the same host makes it send.
     */
    private boolean isFromForeignPage(RoutingContext context, boolean known) {
        HttpServerRequest request = context.request();
        return !visitors.needToken() && pages.refusesName(context)
                || pages.refusesOrigin(context)
                || known
                        && visitors.comesByCookie(request)
                        && !LOOKING.contains(request.method())
                        && pages.refusesWithoutOrigin(context);
    }

    /** Whether it has been refused. Anybody may sign in and out. */
    private static boolean mayOnlyLook(RoutingContext context, User visitor) {
        HttpServerRequest request = context.request();
        return Visitors.VIEWER.equals(visitor.principal().getString("role"))
                && request.method() != HttpMethod.GET
                && !SignIn.PATH.equals(request.path())
                && ForeignPages.refuse(context, 403, "The token of viewers is for reading only.");
    }

    /** A query would ask for details. */
    private boolean asks(HttpServerRequest request, String whether) {
        return (healthPath + whether).equals(request.uri()) && LOOKING.contains(request.method());
    }

    /** Whether a stranger may ask that. */
    private static boolean isOpen(HttpServerRequest request) {
        boolean page = LOOKING.contains(request.method())
                && PAGE.matcher(request.path()).matches();
        return page || request.method() == HttpMethod.POST && SignIn.PATH.equals(request.path());
    }
}
