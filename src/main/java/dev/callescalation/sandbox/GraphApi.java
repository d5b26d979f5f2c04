package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.Fault.OvertakenReply;
import dev.callescalation.sandbox.Fault.SlowReply;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes the commands of a bot: who may, what about, what of it. Notifications go out once the reply is on its way,
 * unless a fault lets them overtake it.
 */
final class GraphApi {

    private static final String BEARER = "Bearer ";

    private final String appId;
    private final AccessTokens tokens;
    private final Directory directory;
    private final FaultBook faults;
    private final Switchboard switchboard;
    private final Postman postman;
    private final Newest<RecordedRequest> requests;

    GraphApi(
            String appId,
            AccessTokens tokens,
            Directory directory,
            FaultBook faults,
            Switchboard switchboard,
            Postman postman,
            Newest<RecordedRequest> requests) {
        this.appId = appId;
        this.tokens = tokens;
        this.directory = directory;
        this.faults = faults;
        this.switchboard = switchboard;
        this.postman = postman;
        this.requests = requests;
    }

    void command(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<CommandPath> path = CommandPath.of(request.method().name(), request.path());
        Optional<Call> known = path.map(CommandPath::callId).flatMap(directory::call);
        String scenarioId = known.map(call -> call.scenario().id()).orElse(request.getHeader("Scenario-Id"));
        Scenario scenario = known.map(Call::scenario)
                .or(() -> directory.scenario(scenarioId))
                .orElseGet(() -> Scenario.unknown(scenarioId));
        JsonNode body = null;
        Outcome outcome;
        try {
            String tenant = authenticate(request);
            body = body(context);
            outcome = perform(path, known, scenario, body, tenant);
        } catch (GraphError refused) {
            outcome = Outcome.of(refused.reply());
        }
        record(request, scenario, body, outcome.reply().status());
        answer(context, path.map(CommandPath::command), scenario, outcome);
    }

    private String authenticate(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.startsWith(BEARER)) {
            throw GraphError.badToken("Access token is empty.");
        }
        return tokens.tenantOf(header.substring(BEARER.length()))
                .orElseThrow(
                        () -> GraphError.badToken("Access token validation failure: not issued here, or expired."));
    }

    private static JsonNode body(RoutingContext context) {
        String text = context.body().asString();
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw GraphError.badRequest(e.getMessage());
        }
    }

    private Outcome perform(
            Optional<CommandPath> path, Optional<Call> known, Scenario scenario, JsonNode body, String tenant) {
        CommandPath asked = path.orElseThrow(() -> GraphError.badRequest("Resource not found for the segment: "
                + "the commands on calls are answer, reject, redirect, participants/invite, participants and keepAlive "
                + "(keepAlive under /communications only)."));
        Optional<Fault.Reply> scripted =
                faults.take(scenario.id(), Fault.Reply.class, fault -> fault.on() == asked.command());
        if (scripted.filter(Fault.Reply::replacesEffect).isPresent()) {
            return Outcome.of(Reply.scripted(scripted.get()));
        }
        Outcome outcome = carryOut(asked, known, scenario, body, tenant);
        return scripted.map(fault -> new Outcome(Reply.scripted(fault), outcome.notifications()))
                .orElse(outcome);
    }

    private Outcome carryOut(CommandPath asked, Optional<Call> known, Scenario scenario, JsonNode body, String tenant) {
        if (asked.appId() != null && !asked.appId().equalsIgnoreCase(appId)) {
            throw GraphError.forbidden("The application " + asked.appId() + " of the path is not that of the token.");
        }
        known.ifPresent(call -> requireUsable(call, tenant));
        if (asked.command() == Command.JOIN) {
            return switchboard.join(scenario, body, asked.dialect(), tenant);
        }
        Call call =
                known.orElseGet(() -> Call.stranger(asked.callId(), asked.dialect(), Scenario.unknown(scenario.id())));
        return switch (asked.command()) {
            case ANSWER -> switchboard.answer(call, body, asked.dialect());
            case REJECT -> switchboard.reject(call, body, asked.dialect());
            case REDIRECT -> switchboard.redirect(call, body, asked.dialect());
            case INVITE -> switchboard.invite(call, body, asked.dialect());
            case DELETE -> switchboard.delete(call);
            case GET -> switchboard.get(call, asked.roster());
            case KEEP_ALIVE -> Outcome.of(Reply.empty(200));
            case JOIN, TOKEN -> throw new IllegalStateException(asked.command() + " is no action on a call.");
        };
    }

    private static void requireUsable(Call call, String tenant) {
        if (call.isOver()) {
            throw GraphError.callNotFound(call.id());
        }
        if (!call.tenantId().equalsIgnoreCase(tenant)) {
            throw GraphError.wrongTenant(
                    "The token is for tenant '" + tenant + "'; the call is in tenant '" + call.tenantId() + "'.");
        }
    }

    private void answer(RoutingContext context, Optional<Command> command, Scenario scenario, Outcome outcome) {
        Optional<Duration> delay = command.flatMap(
                        on -> faults.take(scenario.id(), SlowReply.class, fault -> fault.on() == on))
                .map(SlowReply::delay);
        boolean overtaken = !outcome.notifications().isEmpty()
                && command.flatMap(on -> faults.take(scenario.id(), OvertakenReply.class, fault -> fault.on() == on))
                        .isPresent();
        if (overtaken) {
            postman.send(scenario, outcome.notifications())
                    .onComplete(sent -> ReplySender.send(context, outcome.reply(), delay));
        } else {
            ReplySender.send(context, outcome.reply(), delay)
                    .onComplete(written -> postman.send(scenario, outcome.notifications()));
        }
    }

    private void record(HttpServerRequest request, Scenario scenario, JsonNode body, int status) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        headers.remove("authorization");
        requests.add(new RecordedRequest(
                scenario.id(),
                request.method().name(),
                request.path(),
                request.query(),
                Map.copyOf(headers),
                body,
                status));
        scenario.commands()
                .add(new Scenario.Received(Instant.now(), request.method().name(), request.path(), status));
    }
}
