package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.Fault.OvertakenReply;
import dev.callescalation.sandbox.Fault.SlowReply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes the commands of a bot and replies. Notifications go out once the reply is on its way, unless a fault lets them
 * overtake it.
 */
final class GraphApi {

    private final AccessTokens tokens;
    private final Directory directory;
    private final FaultBook faults;
    private final CommandDesk commands;
    private final Postman postman;
    private final RequestLog log;

    GraphApi(
            AccessTokens tokens,
            Directory directory,
            FaultBook faults,
            CommandDesk commands,
            Postman postman,
            RequestLog log) {
        this.tokens = tokens;
        this.directory = directory;
        this.faults = faults;
        this.commands = commands;
        this.postman = postman;
        this.log = log;
    }

    void command(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<CommandPath> path = CommandPath.of(request.method().name(), request.path());
        Optional<Call> call = path.map(CommandPath::callId).flatMap(directory::call);
        Scenario scenario = call.map(Call::scenario).orElseGet(() -> scenario(request.getHeader("Scenario-Id")));
        JsonNode body = null;
        String tenantId = null;
        Reaction reaction;
        try {
            body = body(context);
            tenantId = tokens.tenantOf(request.getHeader("Authorization"));
            reaction = commands.perform(
                    new Asked(path.orElseThrow(GraphApi::noSuchCommand), call, scenario, body, tenantId));
        } catch (GraphError refused) {
            reaction = Reaction.of(refused.reply());
        }
        log.add(request, scenario, body, tenantId, reaction.reply());
        reply(context, path, scenario, reaction);
    }

    private Scenario scenario(String id) {
        return directory.scenario(id).orElseGet(() -> Scenario.unknown(id));
    }

    private static JsonNode body(RoutingContext context) {
        String text = context.body().asString();
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return SandboxJson.parse(text);
        } catch (IllegalArgumentException e) {
            throw GraphError.badRequest(e.getMessage());
        }
    }

    static GraphError noSuchCommand() {
        return GraphError.badRequest("Resource not found for the segment: the commands on calls are answer, reject, "
                + "redirect, participants/invite, participants, playPrompt, subscribeToTone, cancelMediaProcessing, "
                + "transfer, mute, unmute, updateRecordingStatus, and under /communications only participants/{id}, "
                + "participants/{id}/startHoldMusic, participants/{id}/stopHoldMusic, sendDtmfTones and keepAlive.");
    }

    private void reply(RoutingContext context, Optional<CommandPath> command, Scenario scenario, Reaction reaction) {
        Optional<Duration> delay = command.flatMap(
                        path -> faults.take(scenario.id(), SlowReply.class, fault -> path.isNamed(fault.on())))
                .map(SlowReply::delay);
        boolean overtaken = !reaction.notifications().isEmpty()
                && command.flatMap(path ->
                                faults.take(scenario.id(), OvertakenReply.class, fault -> path.isNamed(fault.on())))
                        .isPresent();
        if (overtaken) {
            tell(context, scenario, reaction).onComplete(sent -> ReplySender.send(context, reaction.reply(), delay));
        } else {
            ReplySender.send(context, reaction.reply(), delay).onComplete(written -> tell(context, scenario, reaction));
        }
    }

    private Future<Delivery> tell(RoutingContext context, Scenario scenario, Reaction reaction) {
        Future<Delivery> told = postman.send(scenario, reaction.notifications());
        reaction.later()
                .ifPresent(later -> told.onComplete(sent -> context.vertx()
                        .setTimer(
                                later.after().toMillis(),
                                rung -> postman.send(scenario, later.event().get()))));
        return told;
    }
}
