package dev.callescalation.notification;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * One item of an envelope, read into plain values. Absent texts are empty, never null.
 *
 * @param receivedAt   when the webhook took it
 * @param tenantId     the tenant named by the call itself, else by the token of the request
 * @param scenarioId   header Scenario-Id of the request
 * @param escalationId the escalation that the callback address names; empty on the registered address
 * @param changeType   created, updated, deleted, or as received when it is none of them
 * @param resourceType Graph's base type of what changed: call, participant, commsOperation, contentSharingSession; the
 *                     type as received when it is none of them
 * @param odataType    type of the data as received, without {@code #microsoft.graph.}
 * @param prefix       {@code /app}, {@code /applications/{appId}} or {@code /communications}
 * @param callId       as Graph wrote it; compare by {@link CallId#key}
 * @param operationId  id of the operation that ended
 * @param state        state of the call; terminated for each deleted call
 * @param data         resourceData: an object, an array, or a missing node
 * @param item         the whole item as received
 */
public record Notification(
        Instant receivedAt,
        String tenantId,
        String scenarioId,
        String escalationId,
        String changeType,
        String resourceType,
        String odataType,
        String prefix,
        String callId,
        String operationId,
        CallState state,
        JsonNode data,
        JsonNode item)
        implements Decidable {

    private static final int FIRST_FAILURE = 300;

    @Override
    public String summary() {
        String type = odataType.isEmpty() ? resourceType : odataType;
        String detail = switch (resourceType) {
            case "call" -> state.toString();
            case "participant" -> data.isArray() ? "(" + data.size() + ")" : "";
            default -> data.path("status").asText("");
        };
        return String.join(" ", changeType, type, detail, isFailure() ? result(data) : "")
                .strip();
    }

    @Override
    public List<?> contents() {
        return List.of(item);
    }

    /** From 300 on the code of resultInfo, which is close to an HTTP status, is a failure. */
    private boolean isFailure() {
        return data.path("resultInfo").path("code").asInt() >= FIRST_FAILURE;
    }

    /** Code and subcode of resultInfo, as {@code 410/301004}; empty when there is none. */
    public static String result(JsonNode data) {
        JsonNode info = data.path("resultInfo");
        String subcode = info.path("subcode").asText(info.path("subCode").asText(""));
        String code = info.path("code").asText("");
        return code + (subcode.isEmpty() ? "" : "/" + subcode);
    }

    /** Without the data: the roster of a large meeting is a megabyte, and no log is to hold people. */
    @Override
    public String toString() {
        return summary() + " call=" + callId;
    }
}
