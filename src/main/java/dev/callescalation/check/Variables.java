package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/** Variables of the exchange: those that the program sets, and the steps of routes that write one. */
final class Variables {

    private static final Set<String> SET_BY_THE_PROGRAM = Set.of(
            "authorization",
            "botIsAdmitted",
            "botIsInLobby",
            "callId",
            "callState",
            "caller",
            "callerCallId",
            "callerCallState",
            "callerCopies",
            "callerId",
            "callerIsListed",
            "callerKind",
            "callerListings",
            "callerSeenAs",
            "changeType",
            "claimed",
            "clientContext",
            "collisions",
            "command",
            "commandName",
            "commands",
            "committed",
            "deadLetterId",
            "deadlineMs",
            "decision",
            "dialect",
            "error",
            "escalationId",
            "event",
            "failedRoute",
            "failedStep",
            "failure",
            "format",
            "gateClosed",
            "incoming",
            "keepAliveDue",
            "keepAliveMinutes",
            "late",
            "leftBehind",
            "leg",
            "meetingCallId",
            "meetingCallState",
            "meetingTenantId",
            "mode",
            "moments",
            "odataType",
            "operation",
            "operationKey",
            "operationStatus",
            "outcome",
            "over",
            "participants",
            "phase",
            "prefix",
            "repeatable",
            "reply",
            "resourceType",
            "scenarioId",
            "spareCallId",
            "stillAwaited",
            "tenantId",
            "tokenTenantId",
            "version");

    /** Set by the program before the steps of a decision run. They say what has happened, and no step changes that. */
    private static final Set<String> FACTS = Set.of(
            "event",
            "escalationId",
            "version",
            "phase",
            "over",
            "mode",
            "dialect",
            "prefix",
            "tenantId",
            "meetingTenantId",
            "scenarioId",
            "caller",
            "callerKind",
            "callerId",
            "incoming",
            "callerCall",
            "callerCallId",
            "meetingCall",
            "meetingCallId",
            "inLobby",
            "admitted",
            "listed",
            "copies",
            "seenAs",
            "overdue",
            "keepAliveDue",
            "leg",
            "callId",
            "changeType",
            "resourceType",
            "odataType",
            "callState",
            "join",
            "answer",
            "move",
            "operation",
            "operationKey",
            "operationStatus",
            "reply",
            "error",
            "failure",
            "clientContext");

    /** {@code ${setVariable(name, …)}}, a function of simple. */
    private static final Pattern IN_SIMPLE = Pattern.compile("\\{\\s*setVariable\\(\\s*['\"]?([\\w:-]+)");

    private static final Set<String> PROSE = Set.of("description", "note");

    private Variables() {}

    /** Gets one variable that a step writes, and where. */
    @FunctionalInterface
    interface Visitor {

        /** @param removed whether the step removes it; it removes all when the name is an asterisk */
        void visit(YamlFile file, String pointer, String variable, boolean removed);
    }

    static Set<String> setByTheProgram() {
        return SET_BY_THE_PROGRAM;
    }

    static Set<String> facts() {
        return FACTS;
    }

    /** Whether decisions of the bundle have facts: routes of an older form set some of these variables themselves. */
    static boolean areFacts(Parsed bundle) {
        return bundle.kameletsByName().containsKey("ask-graph");
    }

    /** Visits every step that writes a variable of the exchange. */
    static void written(Parsed bundle, Visitor visitor) {
        bundle.walk((file, pointer, name, value) -> {
            switch (name) {
                case "setVariable" -> name(file, pointer, value, "name", false, visitor);
                case "removeVariable" -> name(file, pointer, value, "name", true, visitor);
                case "convertVariableTo" ->
                    name(file, pointer, value, value.has("toName") ? "toName" : "name", false, visitor);
                case "setVariables" -> {
                    for (int i = 0; i < value.path("variables").size(); i++) {
                        name(
                                file,
                                pointer + "/variables/" + i,
                                value.path("variables").get(i),
                                "name",
                                false,
                                visitor);
                    }
                }
                case "variableReceive" -> visitor.visit(file, pointer, plain(value.asText()), false);
                default -> {
                    if (value.isTextual() && value.asText().contains("setVariable") && !PROSE.contains(name)) {
                        IN_SIMPLE
                                .matcher(value.asText())
                                .results()
                                .forEach(call -> visitor.visit(file, pointer, plain(call.group(1)), false));
                    }
                }
            }
        });
    }

    private static void name(
            YamlFile file, String pointer, JsonNode step, String property, boolean removed, Visitor visitor) {
        if (step.has(property)) {
            visitor.visit(
                    file, pointer + "/" + property, plain(step.path(property).asText()), removed);
        }
    }

    /** Camel takes {@code exchange:phase} for {@code phase}. */
    private static String plain(String name) {
        return name.replaceFirst("^exchange:", "");
    }
}
