package dev.callescalation.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends the notifications of a scenario one after the other, each when the one before it has been acknowledged. */
final class Postman {

    private final Vertx vertx;
    private final Courier courier;
    private final Misdeliveries misdeliveries;
    private final long stepDelayMs;

    Postman(Vertx vertx, Courier courier, Misdeliveries misdeliveries, Duration stepDelay) {
        this.vertx = vertx;
        this.courier = courier;
        this.misdeliveries = misdeliveries;
        this.stepDelayMs = stepDelay.toMillis();
    }

    /** The future has the last attempt for the last notification, and never fails; null when there was nothing. */
    Future<Delivery> send(Scenario scenario, List<WebhookMessage> notifications) {
        if (notifications.isEmpty()) {
            return Future.succeededFuture();
        }
        Promise<Delivery> lastOut = Promise.promise();
        scenario.mailbox().add(misdeliveries.apply(scenario.id(), notifications), lastOut);
        work(scenario);
        return lastOut.future();
    }

    private void work(Scenario scenario) {
        if (!scenario.mailbox().take()) {
            return;
        }
        long wait = scenario.mailbox().quietUntil() - now();
        if (wait > 0) {
            vertx.setTimer(wait, rung -> sendNext(scenario));
        } else {
            sendNext(scenario);
        }
    }

    private void sendNext(Scenario scenario) {
        Mailbox.Letter letter = scenario.mailbox().next();
        WebhookMessage notification = letter.notification();
        if (notification.reached() != null) {
            notification.call().reach(notification.reached());
        }
        handOver(scenario, notification).onSuccess(delivery -> {
            scenario.mailbox().done(now() + stepDelayMs);
            letter.out(delivery);
            work(scenario);
        });
    }

    private Future<Delivery> handOver(Scenario scenario, WebhookMessage notification) {
        if (!notification.lost()) {
            return courier.deliver(scenario, notification);
        }
        Delivery lost = new Delivery(
                Instant.now(), notification.kind(), notification.resource(), notification.callback(), 1, Delivery.LOST);
        scenario.deliveries().add(lost);
        return Future.succeededFuture(lost);
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
