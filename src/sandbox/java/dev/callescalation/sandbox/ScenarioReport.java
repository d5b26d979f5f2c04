package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the sandbox knows about a test call, as JSON for people. */
final class ScenarioReport {

    private ScenarioReport() {}

    static ObjectNode inShort(Scenario scenario) {
        Call caller = scenario.callerCall();
        return SandboxJson.object()
                .put("callId", caller.id())
                .put("scenarioId", scenario.id())
                .put("form", scenario.form().word())
                .put("state", state(caller))
                .put("meetings", scenario.calls().size() - 1);
    }

    static ObjectNode inFull(Scenario scenario) {
        ObjectNode report = inShort(scenario).put("tenantId", scenario.tenantId());
        report.set("caller", scenario.caller());
        ArrayNode meetings = report.putArray("meetings");
        scenario.calls().stream().skip(1).forEach(meeting -> {
            ObjectNode one = meetings.addObject()
                    .put("callId", meeting.id())
                    .put("state", state(meeting))
                    .put("callback", meeting.callback());
            one.set("people", SandboxJson.array(meeting.people()));
        });
        if (!scenario.mistakes().isEmpty()) {
            report.set("mistakes", SandboxJson.texts(scenario.mistakes()));
        }
        ArrayNode commands = report.putArray("commands");
        scenario.commands()
                .list()
                .forEach(command -> commands.addObject()
                        .put("at", command.at().toString())
                        .put("method", command.method())
                        .put("path", command.path())
                        .put("status", command.status()));
        ArrayNode notifications = report.putArray("notifications");
        scenario.deliveries()
                .list()
                .forEach(delivery -> notifications
                        .addObject()
                        .put("at", delivery.at().toString())
                        .put("notification", delivery.kind().word())
                        .put("resource", delivery.resource())
                        .put("callback", delivery.callback())
                        .put("attempt", delivery.attempt())
                        .put("reply", delivery.outcome()));
        return report;
    }

    /** A call may be over while the notification of its end still waits. */
    private static String state(Call call) {
        return (call.isOver() ? GraphCallState.TERMINATED : call.state()).word();
    }
}
