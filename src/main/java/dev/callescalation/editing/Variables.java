package dev.callescalation.editing;

import java.util.Set;

/** Variables of the exchange that no route sets, because a step of the program does. */
final class Variables {

    private static final Set<String> SET_BY_THE_PROGRAM = Set.of(
            "authorization",
            "callId",
            "callState",
            "caller",
            "callerCallId",
            "callerCallState",
            "callerIsListed",
            "changeType",
            "claimed",
            "clientContext",
            "collisions",
            "command",
            "commandName",
            "commands",
            "committed",
            "deadlineMs",
            "decision",
            "dialect",
            "error",
            "escalationId",
            "event",
            "failure",
            "format",
            "incoming",
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
            "reply",
            "resourceType",
            "scenarioId",
            "stillAwaited",
            "tenantId",
            "tokenTenantId");

    private Variables() {}

    static Set<String> setByTheProgram() {
        return SET_BY_THE_PROGRAM;
    }
}
