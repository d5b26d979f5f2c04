package dev.callescalation.check;

import java.util.Set;

/** Variables of the exchange that no route sets, because a step of the program does. */
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

    private Variables() {}

    static Set<String> setByTheProgram() {
        return SET_BY_THE_PROGRAM;
    }
}
