package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** The sandbox's own API, for people and for tests: faults to arm, and what happened so far. */
final class ControlApi {

    private static final int MOST_LISTED = 100;

    private final Directory directory;
    private final FaultBook faults;
    private final RequestLog requests;

    ControlApi(Directory directory, FaultBook faults, RequestLog requests) {
        this.directory = directory;
        this.faults = faults;
        this.requests = requests;
    }

    /** The newest calls in short, and how many there are. */
    void calls(RoutingContext context) {
        ObjectNode body = SandboxJson.object().put("known", directory.size());
        ArrayNode newest = body.putArray("newest");
        directory.newest(MOST_LISTED).forEach(scenario -> newest.add(ScenarioReport.inShort(scenario)));
        OwnReply.send(context, 200, body);
    }

    /** All about one test call. The id is that of the call, of a meeting it led to, or of the scenario. */
    void call(RoutingContext context) {
        String id = context.pathParam("id");
        Optional<Scenario> scenario = directory.call(id).map(Call::scenario).or(() -> directory.scenario(id));
        scenario.ifPresentOrElse(
                found -> OwnReply.send(context, 200, ScenarioReport.inFull(found)),
                () -> OwnReply.refuse(context, 404, OwnReply.unknown(id)));
    }

    void requests(RoutingContext context) {
        String scenarioId = context.request().getParam("scenario");
        List<RecordedRequest> asked = scenarioId == null ? requests.all() : requests.of(scenarioId);
        OwnReply.send(context, 200, SandboxJson.tree(asked));
    }

    /** Arms one fault: for the scenario it names, or for every scenario. */
    void armFault(RoutingContext context) {
        JsonNode json = OwnReply.json(context);
        if (!json.isObject()) {
            throw new IllegalArgumentException("The JSON of a fault must be an object.");
        }
        ObjectNode fault = ((ObjectNode) json).deepCopy();
        JsonNode scenario = fault.remove("scenario");
        faults.add(scenario == null || scenario.isNull() ? null : scenario.asText(), FaultReader.fault(fault));
        context.response().setStatusCode(204).end();
    }

    /** The faults that can still strike, in the words in which they were armed. */
    void faults(RoutingContext context) {
        ObjectNode body = SandboxJson.object();
        ArrayNode armed = body.putArray("faults");
        faults.armed().forEach(armed::add);
        OwnReply.send(context, 200, body);
    }

    void clearFaults(RoutingContext context) {
        faults.clear();
        context.response().setStatusCode(204).end();
    }
}
