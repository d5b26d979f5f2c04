package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.callescalation.notification.CallId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of one escalation after a commit. Absent texts are empty, never null.
 *
 * @param id          a UUID, random and rising with time (version 7); part of the callback address of the join and of
 *                    each clientContext
 * @param version     counts commits from 1; a commit on an older version is refused
 * @param phase       the phase, by the name of the route that decides in it; {@link #NONE} before the first commit
 * @param over        whether the phase is final: nothing is expected any more, except what cleans up
 * @param origin      what the escalation began with; it never changes
 * @param callerCall  the peer-to-peer call
 * @param meetingCall the group call; its id is empty until Graph has sent it
 * @param roster      what the newest roster of the meeting shows
 * @param media       what is heard on the caller's call
 * @param remembered  what routes keep from one decision to the next, by name; {@code mode} is one of them
 * @param waiting     requests of other systems that are carried out once the caller has been moved
 * @param operations  every command so far, oldest first
 * @param failure     why it failed or was missed; empty otherwise
 * @param deadline    when the phase stops waiting; null when it is over
 * @param keepAliveAt when Graph is next informed that the calls are still in use; null when it need not be
 * @param updatedAt   time of the commit
 * @param traceparent the step of a trace that decided, as W3C Trace Context writes it; empty for none
 */
public record Escalation(
        String id,
        long version,
        String phase,
        boolean over,
        Origin origin,
        Call callerCall,
        Call meetingCall,
        MeetingRoster roster,
        CallerMedia media,
        Map<String, String> remembered,
        List<InviteRequest> waiting,
        List<Operation> operations,
        String failure,
        Instant deadline,
        Instant keepAliveAt,
        Instant updatedAt,
        String traceparent) {

    /** The phase of an escalation that has not been stored yet. */
    public static final String NONE = "none";

    /** Leg of the call that the caller made. */
    public static final String CALLER = "caller";

    /** Leg of the group call. */
    public static final String MEETING = "meeting";

    public Escalation {
        traceparent = traceparent == null ? "" : traceparent;
        callerCall = callerCall == null ? Call.NONE : callerCall;
        meetingCall = meetingCall == null ? Call.NONE : meetingCall;
        roster = roster == null ? MeetingRoster.NONE : roster;
        media = media == null ? CallerMedia.NONE : media;
        remembered = remembered == null ? Map.of() : Map.copyOf(remembered);
        waiting = waiting == null ? List.of() : List.copyOf(waiting);
        operations = operations == null ? List.of() : List.copyOf(operations);
    }

    /**
     * What an escalation begins with.
     *
     * @param prefix     {@code /app}, {@code /applications/{appId}} or {@code /communications}: the dialect of every
     *                   command of this escalation
     * @param tenantId   tenant of the caller's call
     * @param scenarioId Scenario-Id of the incoming call, sent with each command
     * @param caller     {@code {identity, endpointType?, languageId?, region?}}; a missing node when it is kept no more
     * @param incoming   resourceData of the first notification; a missing node when it is kept no more
     * @param createdAt  when that notification arrived
     */
    public record Origin(
            String prefix, String tenantId, String scenarioId, JsonNode caller, JsonNode incoming, Instant createdAt) {

        public Origin {
            caller = node(caller);
            incoming = node(incoming);
        }

        /** Which templates fit: {@code app} for both old prefixes, else {@code communications}. */
        public String dialect() {
            return prefix.equalsIgnoreCase("/communications") ? "communications" : "app";
        }

        private Origin with(JsonNode newCaller, JsonNode newIncoming) {
            return new Origin(prefix, tenantId, scenarioId, newCaller, newIncoming, createdAt);
        }

        private static JsonNode node(JsonNode value) {
            return value == null || value.isNull() ? MissingNode.getInstance() : value;
        }
    }

    /**
     * One of the two calls.
     *
     * @param id       as Graph wrote it; empty until known
     * @param state    in Graph's spelling; empty until known
     * @param tenantId whose token the commands to this call need
     */
    public record Call(String id, String state, String tenantId) {

        public static final Call NONE = new Call("", "", "");

        public Call withState(String newState) {
            return newState.equals(state) ? this : new Call(id, newState, tenantId);
        }

        public Call withId(String newId) {
            return newId.equals(id) ? this : new Call(newId, state, tenantId);
        }
    }

    /**
     * What the rosters of the meeting show.
     *
     * @param callerSeenAs participant id of the caller, who has come since the bot invited them; {@link #UNNAMED} when
     *                     the newest roster lists them without an id, or under several ids of which none is known;
     *                     empty when it does not list them
     * @param botIsInLobby whether the newest roster that lists the bot has it in the lobby
     * @param elsewhere    participant ids of the caller that no invite explains: they are there with another device.
     *                     Empty text where such a participant has no id
     */
    public record MeetingRoster(String callerSeenAs, boolean botIsInLobby, List<String> elsewhere) {

        public static final MeetingRoster NONE = new MeetingRoster("", false, List.of());

        /** The caller is in the meeting, and which of its participants they are is not known. */
        public static final String UNNAMED = "unnamed";

        public MeetingRoster {
            elsewhere = elsewhere == null ? List.of() : List.copyOf(elsewhere);
        }
    }

    /** What is known before the first commit: what it began with, and its calls. */
    public static Escalation begin(String id, Origin origin, Call callerCall, Call meetingCall) {
        Instant now = origin.createdAt();
        return new Escalation(
                id,
                0,
                NONE,
                false,
                origin,
                callerCall,
                meetingCall,
                null,
                null,
                null,
                null,
                null,
                "",
                null,
                null,
                now,
                "");
    }

    /** In place of an escalation where a message belongs to none. */
    public static Escalation nobody(Instant now) {
        return begin("", new Origin("", "", "", null, null, now), Call.NONE, Call.NONE);
    }

    /** Which of the two calls that is, {@code caller} or {@code meeting}; empty for neither. */
    public String leg(String callId) {
        if (CallId.same(callId, callerCall.id())) {
            return CALLER;
        }
        return CallId.same(callId, meetingCall.id()) ? MEETING : "";
    }

    /** A value that a route has remembered; empty for none. */
    public String remembered(String name) {
        return remembered.getOrDefault(name, "");
    }

    /** The same with the caller and the first notification, which a store keeps apart. */
    public Escalation withPeople(JsonNode caller, JsonNode incoming) {
        return with(origin.with(caller, incoming), callerCall, meetingCall, roster, media, waiting, operations);
    }

    /** The same without people, those whom others wanted to invite included, and without what they pressed. */
    public Escalation withoutPayload() {
        return with(
                origin.with(null, null),
                callerCall,
                meetingCall,
                roster,
                media.withoutTones(),
                List.of(),
                operations.stream().map(Operation::withoutInvited).toList());
    }

    /** The same, after a commit that changes nothing but its journal. */
    public Escalation withNextVersion() {
        return new Escalation(
                id,
                version + 1,
                phase,
                over,
                origin,
                callerCall,
                meetingCall,
                roster,
                media,
                remembered,
                waiting,
                operations,
                failure,
                deadline,
                keepAliveAt,
                updatedAt,
                traceparent);
    }

    public Escalation withCallerCall(Call call) {
        return with(origin, call, meetingCall, roster, media, waiting, operations);
    }

    public Escalation withMeetingCall(Call call) {
        return with(origin, callerCall, call, roster, media, waiting, operations);
    }

    public Escalation withRoster(MeetingRoster newRoster) {
        return with(origin, callerCall, meetingCall, newRoster, media, waiting, operations);
    }

    public Escalation withMedia(CallerMedia newMedia) {
        return with(origin, callerCall, meetingCall, roster, newMedia, waiting, operations);
    }

    private Escalation with(
            Origin newOrigin,
            Call newCallerCall,
            Call newMeetingCall,
            MeetingRoster newRoster,
            CallerMedia newMedia,
            List<InviteRequest> newWaiting,
            List<Operation> newOperations) {
        return new Escalation(
                id,
                version,
                phase,
                over,
                newOrigin,
                newCallerCall,
                newMeetingCall,
                newRoster,
                newMedia,
                remembered,
                newWaiting,
                newOperations,
                failure,
                deadline,
                keepAliveAt,
                updatedAt,
                traceparent);
    }
}
