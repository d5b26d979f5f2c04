package dev.callescalation.editing;

import java.util.Set;

/** Variables of the exchange that no route sets, because a step of the program does. */
final class Variables {

    private static final Set<String> SET_BY_THE_PROGRAM = Set.of(
            "attempt",
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
            "incoming",
            "keepAliveDue",
            "keepAliveMinutes",
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
            "tokenRefused",
            "tokenTenantId",
            "verdict",
            "version");

    private Variables() {}

    static Set<String> setByTheProgram() {
        return SET_BY_THE_PROGRAM;
    }
}
