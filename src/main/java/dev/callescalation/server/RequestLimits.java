package dev.callescalation.server;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The first to see a request of the webhook, before its body is read. While the program starts or stops there are no
 * routes to take it; Graph would not repeat what is answered 404, so it is asked to retry. Forms are refused
 * here, as the body handler behind would write their files to the disk; so are compressed bodies, which may be of any
 * size, and requests that come while too many are being served.
 */
final class RequestLimits implements AuthenticationHandler {

    private static final String SECONDS_TO_STAY_AWAY = "1";

    private final BooleanSupplier open;
    private final BooleanSupplier leaving;
    private final SlowClients slowClients;
    private final Refusals refusals;
    private final int mostInFlight;
    private final BodySizes sizes;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong bytesInFlight = new AtomicLong();

    /**
     * @param open    whether the routes behind are there
     * @param leaving whether they are about to end, so that connections are not kept
     */
    RequestLimits(
            BooleanSupplier open,
            BooleanSupplier leaving,
            SlowClients slowClients,
            Refusals refusals,
            int mostInFlight,
            BodySizes sizes) {
        this.open = open;
        this.leaving = leaving;
        this.slowClients = slowClients;
        this.refusals = refusals;
        this.mostInFlight = mostInFlight;
        this.sizes = sizes;
    }

    @Override
    public void handle(RoutingContext context) {
        slowClients.began(context);
        long began = System.nanoTime();
        context.addEndHandler(ended -> {
            if (ended.succeeded()) {
                Duration after = Duration.ofNanos(System.nanoTime() - began);
                refusals.meters().replied(context.response().getStatusCode(), after);
                refusals.answered(
                        context.response().getStatusCode(),
                        context.request().method().name(),
                        context.request().path());
            }
        });
        if (leaving.getAsBoolean()) {
            context.response().putHeader("Connection", "close");
        }
        if (!open.getAsBoolean()) {
            askToComeBack(context);
        } else if (isForm(context.request())) {
            refusals.count(Refusals.NO_JSON);
            context.response().setStatusCode(415).end();
        } else if (isCompressed(context.request())) {
            refusals.count(Refusals.COMPRESSED);
            context.response()
                    .setStatusCode(415)
                    .putHeader("Accept-Encoding", "identity")
                    .end();
        } else if (inFlight.get() >= mostInFlight || sizes.areTooMany(bytesInFlight.get())) {
            refusals.count(Refusals.BUSY);
            askToComeBack(context);
        } else {
            count(context);
            Places.separate(context);
            context.next();
        }
    }

    private static void askToComeBack(RoutingContext context) {
        context.response()
                .setStatusCode(503)
                .putHeader("Retry-After", SECONDS_TO_STAY_AWAY)
                .end();
    }

    static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        String lower = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("multipart/") || lower.startsWith("application/x-www-form-urlencoded");
    }

    static boolean isCompressed(HttpServerRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        return encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity");
    }

    /**
     * A request counts from its last byte to its reply. One that is still on its way in costs no more than its bytes,
     * and {@link SlowClients} sees to those; were it counted, slow clients could keep all others out.
     */
    private void count(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            enter(context);
        } else {
            request.end().onSuccess(whole -> enter(context));
        }
    }

    private void enter(RoutingContext context) {
        if (!context.response().ended()) {
            long bytes = context.request().bytesRead();
            inFlight.incrementAndGet();
            bytesInFlight.addAndGet(bytes);
            context.addEndHandler(answered -> {
                bytesInFlight.addAndGet(-bytes);
                leave();
            });
        }
    }

    private void leave() {
        if (inFlight.decrementAndGet() == 0 && leaving.getAsBoolean()) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until no request is being served; false when there still is one after that time. */
    synchronized boolean awaitIdle(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (inFlight.get() > 0 && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return inFlight.get() == 0;
    }
}
