package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.List;

/**
 * What is known of one escalation after a commit. Absent texts are empty, never null.
 *
 * @param id               a UUID, random and rising with time (version 7); part of the callback address of the join
 *                         and of each clientContext
 * @param version          counts commits from 1; a commit on an older version is refused
 * @param mode             {@code meeting} or {@code in-place}
 * @param prefix           {@code /app}, {@code /applications/{appId}} or {@code /communications}: the dialect of every
 *                         command of this escalation
 * @param tenantId         tenant of the caller's call
 * @param meetingTenantId  tenant of the meeting's organizer
 * @param scenarioId       Scenario-Id of the incoming call, sent with each command
 * @param caller           the caller: {@code {identity, endpointType?, languageId?, region?}}
 * @param incoming         resourceData of the notification that began it
 * @param callerCallId     id of the peer-to-peer call, as Graph wrote it
 * @param callerCallState  its state, in Graph's spelling
 * @param meetingCallId    id of the group call; empty until known
 * @param meetingCallState its state; empty until known
 * @param waiting          requests of other systems to go once the caller has been moved
 * @param operations       every command so far, oldest first
 * @param failure          why it failed, in one sentence; empty otherwise
 * @param deadline         when what is awaited now is given a look; null when nothing is awaited
 */
public record Escalation(
        String id,
        long version,
        Phase phase,
        String mode,
        String prefix,
        String tenantId,
        String meetingTenantId,
        String scenarioId,
        JsonNode caller,
        JsonNode incoming,
        String callerCallId,
        String callerCallState,
        String meetingCallId,
        String meetingCallState,
        List<InviteRequest> waiting,
        List<Operation> operations,
        String failure,
        Instant deadline,
        Instant createdAt,
        Instant updatedAt) {

    public Escalation {
        waiting = List.copyOf(waiting);
        operations = List.copyOf(operations);
    }

    /** Stands in where a message belongs to no escalation. */
    static Escalation none(Instant now) {
        JsonNode nothing = MissingNode.getInstance();
        return new Escalation(
                "",
                0,
                Phase.NONE,
                "",
                "",
                "",
                "",
                "",
                nothing,
                nothing,
                "",
                "",
                "",
                "",
                List.of(),
                List.of(),
                "",
                null,
                now,
                now);
    }

    /** Which templates fit: {@code app} for both old prefixes, else {@code communications}. */
    public String dialect() {
        return prefix.equalsIgnoreCase("/communications") ? "communications" : "app";
    }

    /** The same with what it began with, which a store may keep apart. */
    public Escalation withOrigin(JsonNode newCaller, JsonNode newIncoming) {
        return new Escalation(
                id,
                version,
                phase,
                mode,
                prefix,
                tenantId,
                meetingTenantId,
                scenarioId,
                newCaller,
                newIncoming,
                callerCallId,
                callerCallState,
                meetingCallId,
                meetingCallState,
                waiting,
                operations,
                failure,
                deadline,
                createdAt,
                updatedAt);
    }

    Escalation withCalls(String callerState, String meetingId, String meetingState) {
        return new Escalation(
                id,
                version,
                phase,
                mode,
                prefix,
                tenantId,
                meetingTenantId,
                scenarioId,
                caller,
                incoming,
                callerCallId,
                callerState,
                meetingId,
                meetingState,
                waiting,
                operations,
                failure,
                deadline,
                createdAt,
                updatedAt);
    }
}
