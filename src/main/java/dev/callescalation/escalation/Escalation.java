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
 * @param callerSeenAs     participant id under which the meeting's newest roster lists the caller; {@link #UNNAMED}
 *                         when it lists him without one, or under several of which none is known; empty when it does
 *                         not
 * @param botIsInLobby     whether the meeting's newest roster that lists the bot has it in the lobby
 * @param waiting          requests of other systems to go once the caller has been moved
 * @param operations       every command so far, oldest first
 * @param failure          why it failed, in one sentence; empty otherwise
 * @param deadline         when what is awaited now is given a look; null when it is over
 * @param keepAliveAt      when Graph is next told that the calls are still in use; null when it need not be
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
        String callerSeenAs,
        boolean botIsInLobby,
        List<InviteRequest> waiting,
        List<Operation> operations,
        String failure,
        Instant deadline,
        Instant keepAliveAt,
        Instant createdAt,
        Instant updatedAt) {

    /** The caller is in the meeting, and which of its participants he is cannot be told. */
    public static final String UNNAMED = "unnamed";

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
                "",
                false,
                List.of(),
                List.of(),
                "",
                null,
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
        return with(
                newCaller, newIncoming, callerCallState, meetingCallId, meetingCallState, callerSeenAs, botIsInLobby);
    }

    /** The same without anybody in it: what it began with, and whom others wanted to invite. */
    public Escalation withoutPayload() {
        JsonNode nothing = MissingNode.getInstance();
        return with(
                nothing,
                nothing,
                callerCallState,
                meetingCallId,
                meetingCallState,
                callerSeenAs,
                botIsInLobby,
                List.of(),
                operations.stream().map(Operation::withoutInvited).toList());
    }

    Escalation withCallerCall(String state) {
        return with(caller, incoming, state, meetingCallId, meetingCallState, callerSeenAs, botIsInLobby);
    }

    Escalation withMeetingCall(String newId, String state) {
        return with(caller, incoming, callerCallState, newId, state, callerSeenAs, botIsInLobby);
    }

    Escalation withRoster(RosterNews roster) {
        return with(
                caller,
                incoming,
                callerCallState,
                meetingCallId,
                meetingCallState,
                roster.seenAs(callerSeenAs),
                roster.botIsInLobby(botIsInLobby));
    }

    private Escalation with(
            JsonNode newCaller,
            JsonNode newIncoming,
            String newCallerCallState,
            String newMeetingCallId,
            String newMeetingCallState,
            String newCallerSeenAs,
            boolean newBotIsInLobby) {
        return with(
                newCaller,
                newIncoming,
                newCallerCallState,
                newMeetingCallId,
                newMeetingCallState,
                newCallerSeenAs,
                newBotIsInLobby,
                waiting,
                operations);
    }

    private Escalation with(
            JsonNode newCaller,
            JsonNode newIncoming,
            String newCallerCallState,
            String newMeetingCallId,
            String newMeetingCallState,
            String newCallerSeenAs,
            boolean newBotIsInLobby,
            List<InviteRequest> newWaiting,
            List<Operation> newOperations) {
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
                newCallerCallState,
                newMeetingCallId,
                newMeetingCallState,
                newCallerSeenAs,
                newBotIsInLobby,
                newWaiting,
                newOperations,
                failure,
                deadline,
                keepAliveAt,
                createdAt,
                updatedAt);
    }
}
