package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Places test calls: announces them to the webhook, and lets them ring no longer than the service would. */
final class CallDesk {

    private static final int SKYPE_FORM_DECLINED = 204;

    private final Vertx vertx;
    private final SandboxSettings settings;
    private final Supplier<String> webhook;
    private final Directory directory;
    private final FaultBook faults;
    private final Switchboard switchboard;
    private final MediaDesk media;
    private final Postman postman;
    private final Duration answerWithin;

    CallDesk(
            Vertx vertx,
            SandboxSettings settings,
            Supplier<String> webhook,
            Directory directory,
            FaultBook faults,
            Switchboard switchboard,
            MediaDesk media,
            Postman postman,
            Duration answerWithin) {
        this.vertx = vertx;
        this.settings = settings;
        this.webhook = webhook;
        this.directory = directory;
        this.faults = faults;
        this.switchboard = switchboard;
        this.media = media;
        this.postman = postman;
        this.answerWithin = answerWithin;
    }

    void place(RoutingContext context) {
        CallOrder order = CallOrder.of(OwnReply.json(context), settings.tenantId());
        Placed placed = ring(order);
        Call caller = placed.caller();
        ObjectNode body = SandboxJson.object()
                .put("callId", caller.id())
                .put("scenarioId", caller.scenario().id())
                .put("form", order.form().word())
                .put("follow", settings.followHint().replace("/latest/", "/" + caller.id() + "/"));
        context.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .end(SandboxJson.pretty(body))
                .onComplete(written -> announce(caller, placed.announcement(), order.skypeFirst()));
    }

    /** The same without a reply to wait for. */
    void place(CallOrder order) {
        Placed placed = ring(order);
        announce(placed.caller(), placed.announcement(), order.skypeFirst());
    }

    private record Placed(Call caller, List<WebhookMessage> announcement) {}

    private Placed ring(CallOrder order) {
        if (directory.scenario(order.scenarioId()).isPresent()) {
            throw new IllegalArgumentException(
                    "The scenario '" + order.scenarioId() + "' exists already; choose another id.");
        }
        if (webhook.get() == null) {
            throw new IllegalArgumentException(
                    "The sandbox does not know the bot's webhook yet, so it cannot call it.");
        }
        order.faults().forEach(fault -> faults.add(order.scenarioId(), fault));
        Scenario scenario = Scenario.of(order);
        List<WebhookMessage> announcement = switchboard.ring(scenario, webhook.get());
        return new Placed(scenario.callerCall(), announcement);
    }

    /** Everybody leaves the meetings of that scenario, if it is known. */
    void endMeetings(String scenarioId) {
        directory
                .scenario(scenarioId)
                .ifPresent(scenario -> List.copyOf(scenario.calls())
                        .forEach(call -> postman.send(scenario, switchboard.endMeeting(call))));
    }

    /** The caller of that call hangs up, or everybody leaves that meeting; of a scenario it is the caller. */
    void end(RoutingContext context) {
        String id = context.pathParam("id");
        Optional<Call> call = directory.call(id).or(() -> directory.scenario(id).map(Scenario::callerCall));
        if (call.isEmpty()) {
            OwnReply.refuse(context, 404, OwnReply.unknown(id));
        } else if (call.get().isOver()) {
            OwnReply.refuse(context, 409, "The call '" + id + "' has ended already.");
        } else {
            List<WebhookMessage> told = switchboard.endForOthers(call.get());
            context.response().setStatusCode(204).end();
            postman.send(call.get().scenario(), told);
        }
    }

    /** The caller presses digits; the bot is told where it has subscribed to them. */
    void press(RoutingContext context) {
        String id = context.pathParam("id");
        Optional<Call> call = directory.call(id).or(() -> directory.scenario(id).map(Scenario::callerCall));
        if (call.isEmpty()) {
            OwnReply.refuse(context, 404, OwnReply.unknown(id));
            return;
        }
        StrictFields fields = new StrictFields("a press of digits", OwnReply.json(context), "tones");
        String tones = fields.text("tones", "");
        if (tones.isEmpty()) {
            throw new IllegalArgumentException("Field 'tones' of a press of digits is missing; such as \"12#\".");
        }
        if (call.get().isOver()) {
            OwnReply.refuse(context, 409, "The call '" + id + "' has ended already.");
            return;
        }
        List<WebhookMessage> told = media.press(call.get(), tones);
        context.response().setStatusCode(204).end();
        postman.send(call.get().scenario(), told);
    }

    /** Of a test call that names none. */
    String defaultTenant() {
        return settings.tenantId();
    }

    private void announce(Call caller, List<WebhookMessage> announcement, boolean skypeFirst) {
        Scenario scenario = caller.scenario();
        vertx.setTimer(answerWithin.toMillis(), rung -> postman.send(scenario, switchboard.stopRinging(caller)));
        if (!skypeFirst) {
            postman.send(scenario, announcement);
            return;
        }
        postman.send(scenario, List.of(SkypeForm.incoming(caller, settings.appId())))
                .onSuccess(delivery -> {
                    if (delivery.status() == SKYPE_FORM_DECLINED) {
                        postman.send(scenario, announcement);
                    }
                });
    }
}
