package dev.callescalation.sandbox;

import dev.callescalation.server.ForeignPages;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;

/** Which address leads where. */
final class Endpoints {

    private static final long LARGEST_BODY = 1_000_000;

    private static final ForeignPages PAGES = new ForeignPages("127.0.0.1", Set.of(), "");

    private Endpoints() {}

    static Router router(Vertx vertx, LoginApi login, KeysApi keys, GraphApi graph, CallDesk desk, ControlApi control) {
        Router router = Router.router(vertx);
        router.route().handler(Endpoints::keepPagesOut);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.route("/beta/*").handler(graph::command);
        router.route("/v1.0/*").handler(graph::command);
        router.post("/:tenant/oauth2/v2.0/token").handler(login::token);
        router.get("/v1/.well-known/OpenIdConfiguration").handler(keys::metadata);
        router.get("/v1/keys").handler(keys::keys);
        router.route("/sandbox/*").failureHandler(OwnReply::failed);
        router.post("/sandbox/keys/rotate").handler(keys::rotate);
        router.post("/sandbox/calls").handler(desk::place);
        router.get("/sandbox/calls").handler(control::calls);
        router.get("/sandbox/calls/:id").handler(control::call);
        router.delete("/sandbox/calls/:id").handler(desk::end);
        router.post("/sandbox/calls/:id/tones").handler(desk::press);
        router.get("/sandbox/requests").handler(control::requests);
        router.post("/sandbox/faults").handler(control::armFault);
        router.get("/sandbox/faults").handler(control::faults);
        router.delete("/sandbox/faults").handler(control::clearFaults);
        return router;
    }

    /** Graph itself takes forms, for tokens; those are of no use to a page. */
    private static void keepPagesOut(RoutingContext context) {
        boolean own = context.normalizedPath().startsWith("/sandbox/");
        if (!PAGES.refusesName(context) && !PAGES.refusesOrigin(context) && !(own && PAGES.refusesBody(context))) {
            context.next();
        }
    }
}
