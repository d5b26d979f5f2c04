package dev.callescalation.server;

import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationHandlerFactory;
import org.apache.camel.main.HttpServerConfigurationProperties;

/**
 * Makes Camel's servers with a doorkeeper each. It takes the place of Camel's authentication, which is the one thing
 * that Camel puts before everything else, and before a server listens.
 */
public final class Servers extends DefaultMainHttpServerFactory {

    private LimitedVertx vertx;

    public void setVertx(LimitedVertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Service newHttpServer(CamelContext camelContext, HttpServerConfigurationProperties settings) {
        MainHttpServer server = (MainHttpServer) super.newHttpServer(camelContext, settings);
        first(server.getConfiguration(), new RequestLimits(vertx.slowClients(), vertx.refusals(), vertx.maxInFlight()));
        quietOnceListening(camelContext);
        return server;
    }

    private static void quietOnceListening(CamelContext camelContext) {
        try {
            camelContext.addStartupListener((context, alreadyStarted) -> quiet(context));
        } catch (Exception e) {
            throw new IllegalStateException("The servers cannot be prepared", e);
        }
    }

    /** What a client did wrong is answered by its status; Vert.x would log an ERROR with a stack trace besides. */
    private static void quiet(CamelContext camelContext) {
        for (VertxPlatformHttpRouter router : camelContext.getRegistry().findByType(VertxPlatformHttpRouter.class)) {
            router.route().order(Integer.MAX_VALUE).failureHandler(Servers::answerFailure);
        }
    }

    private static void answerFailure(RoutingContext context) {
        if (!context.response().ended() && !context.response().closed()) {
            int status = context.statusCode();
            context.response().setStatusCode(status < 400 ? 500 : status).end();
        }
    }

    private static void first(VertxPlatformHttpServerConfiguration server, AuthenticationHandler doorkeeper) {
        AuthenticationConfigEntry everything = new AuthenticationConfigEntry();
        everything.setPath("/*");
        everything.setAuthenticationProviderFactory(vertx -> null);
        everything.setAuthenticationHandlerFactory(new AuthenticationHandlerFactory() {
            @Override
            public <T extends AuthenticationProvider> AuthenticationHandler createAuthenticationHandler(T provider) {
                return doorkeeper;
            }
        });
        server.getAuthenticationConfig().setEnabled(true);
        server.getAuthenticationConfig().getEntries().add(everything);
    }
}
