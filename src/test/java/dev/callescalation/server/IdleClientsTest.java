package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that are kept open while the program is about to stop. */
class IdleClientsTest {

    private static final String ASK = "GET /%s HTTP/1.1\r\nHost: bot\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final SlowClients clients =
            new SlowClients(new Refusals(), 60_000, 60_000, 100, new BodySizes(1_000_000, 10_000_000), 100);
    private final CompletableFuture<RoutingContext> slow = new CompletableFuture<>();
    private URI server;

    @BeforeEach
    void listen() {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            clients.began(context);
            if (context.request().path().equals("/slow")) {
                slow.complete(context);
            } else {
                context.response().end();
            }
        });
        HttpServer listening = vertx.createHttpServer()
                .connectionHandler(clients::opened)
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        server = URI.create("http://127.0.0.1:" + listening.actualPort());
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void areClosedUnlessSomethingIsAsked() {
        try (RawClient idle = new RawClient(server);
                RawClient waiting = new RawClient(server)) {
            // given
            assertThat(idle.say(ASK.formatted("")).status()).isEqualTo(200);
            waiting.say(ASK.formatted("slow"));
            RoutingContext asked = slow.join();
            // when
            clients.closeIdle();
            // then
            assertThat(idle.isHungUp()).isTrue();
            asked.response().end();
            assertThat(waiting.status()).isEqualTo(200);
        }
    }
}
