package dev.callescalation.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a notification: again while the webhook fails or is away, and once more elsewhere when it says so with 302 or
 * 307. Every attempt is remembered in the scenario.
 */
final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** A reply that takes longer counts as none. */
    private static final Duration LONGEST_REPLY = Duration.ofSeconds(15);

    private final Vertx vertx;
    private final HttpClient client;
    private final TokenSigner tokens;
    private final Timing timing;
    private final SandboxWatcher watcher;

    Courier(Vertx vertx, HttpClient client, TokenSigner tokens, Timing timing, SandboxWatcher watcher) {
        this.vertx = vertx;
        this.client = client;
        this.tokens = tokens;
        this.timing = timing;
        this.watcher = watcher;
    }

    /** The future has the last attempt and never fails. */
    Future<Delivery> deliver(Scenario scenario, WebhookMessage notification) {
        return attempt(scenario, notification, SandboxJson.bytes(notification.body()), Ids.guid(), 1);
    }

    private Future<Delivery> attempt(
            Scenario scenario, WebhookMessage notification, Buffer body, String firstMessageId, int attempt) {
        Instant at = Instant.now();
        long posted = System.nanoTime();
        return post(scenario, notification.callback(), body, firstMessageId, attempt)
                .compose(response -> movedTo(response) == null
                        ? Future.succeededFuture(response)
                        : post(scenario, movedTo(response), body, firstMessageId, attempt))
                .map(HttpClientResponse::statusCode)
                .otherwise(Delivery.NO_REPLY)
                .compose(status -> {
                    Delivery delivery = new Delivery(
                            at, notification.kind(), notification.resource(), notification.callback(), attempt, status);
                    scenario.deliveries().add(delivery);
                    watcher.delivered(scenario.id(), notification.kind(), posted, status);
                    if (!delivery.failed() || attempt > timing.redeliveries()) {
                        warnIfRefused(scenario, delivery);
                        return Future.succeededFuture(delivery);
                    }
                    return vertx.timer(timing.redeliveryGap().toMillis(), TimeUnit.MILLISECONDS)
                            .compose(rung -> attempt(scenario, notification, body, firstMessageId, attempt + 1));
                });
    }

    /** Anything that prevents a request, such as an invalid address, is a failed future too. */
    private Future<HttpClientResponse> post(
            Scenario scenario, String url, Buffer body, String firstMessageId, int attempt) {
        try {
            return client.request(request(scenario, url, firstMessageId, attempt))
                    .compose((HttpClientRequest request) -> request.send(body))
                    .compose(response -> response.end().map(response));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private RequestOptions request(Scenario scenario, String url, String firstMessageId, int attempt) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setIdleTimeout(LONGEST_REPLY.toMillis())
                .putHeader("Authorization", "Bearer " + tokens.tokenFor(scenario.tenantId()))
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "Microsoft-Skype/3.0,(Calling/1.0)")
                .putHeader("Scenario-Id", scenario.id())
                .putHeader("X-Microsoft-Skype-Chain-ID", scenario.chainId())
                .putHeader("X-Microsoft-Skype-Message-ID", attempt == 1 ? firstMessageId : Ids.guid());
        return attempt == 1 ? options : options.putHeader("X-Microsoft-Skype-Original-Message-ID", firstMessageId);
    }

    private static String movedTo(HttpClientResponse response) {
        boolean moved = response.statusCode() == 302 || response.statusCode() == 307;
        return moved ? response.getHeader("Location") : null;
    }

    private static void warnIfRefused(Scenario scenario, Delivery delivery) {
        if (delivery.status() < 200 || delivery.status() >= 300) {
            LOG.warn(
                    "scenario={} notification={} callback={} attempt={} reply=\"{}\": the webhook did not take it",
                    scenario.id(),
                    delivery.kind().word(),
                    delivery.callback(),
                    delivery.attempt(),
                    delivery.outcome());
        }
    }
}
