package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A command that Graph refuses (Microsoft Graph v1.0, error responses). Calling errors have digits for a code. */
final class GraphError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private GraphError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static GraphError badRequest(String message) {
        return new GraphError(400, "BadRequest", message);
    }

    static GraphError badToken(String message) {
        return new GraphError(401, "InvalidAuthenticationToken", message);
    }

    static GraphError wrongTenant(String message) {
        return new GraphError(403, "7505", message);
    }

    static GraphError forbidden(String message) {
        return new GraphError(403, "Forbidden", message);
    }

    static GraphError callNotFound(String id) {
        return new GraphError(404, "8522", "Call not found: " + id + " has ended or was never answered in time.");
    }

    static GraphError participantNotFound(String id) {
        return new GraphError(404, "NotFound", "Participant not found: " + id + " is not in the call.");
    }

    /** Of a call that an invitation has turned into one of many. */
    static GraphError meetingMode() {
        return new GraphError(400, "8523", "Cannot do transfer for meeting mode.");
    }

    static GraphError wrongState(String message) {
        return new GraphError(412, "9999", message);
    }

    static GraphError conflict(String message) {
        return new GraphError(409, "Conflict", message);
    }

    static String code(int status) {
        return switch (status) {
            case 400 -> "BadRequest";
            case 401 -> "InvalidAuthenticationToken";
            case 403 -> "7504";
            case 404 -> "8522";
            case 429 -> "TooManyRequests";
            case 503 -> "ServiceUnavailable";
            case 504 -> "GatewayTimeout";
            default -> "9999";
        };
    }

    static JsonNode body(String code, String message) {
        ObjectNode body = SandboxJson.object();
        body.putObject("error")
                .put("code", code)
                .put("message", message)
                .putObject("innerError")
                .put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("request-id", Ids.guid());
        return body;
    }

    Reply reply() {
        return Reply.of(status, body(code, getMessage()));
    }
}
