package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.graph.Command;
import java.time.Instant;
import java.util.List;

/**
 * One thing that happened and what was decided on it.
 *
 * @param at           when it arrived here
 * @param escalationId empty when it belongs to no escalation
 * @param callId       the call it is about, as Graph wrote it; empty when unknown
 * @param event        notification, reply, request, deadline or command
 * @param summary      in a few words, such as {@code updated call established}
 * @param leg          caller or meeting: which of the two calls it is about; empty when neither
 * @param outcome      decided, or why nothing was: unknown-call, unknown-notification, …
 * @param phase        phase after the decision
 * @param message      the message as received; a missing node when there is none
 * @param commands     what Graph is asked to do in consequence
 */
public record JournalEntry(
        Instant at,
        String escalationId,
        String callId,
        String event,
        String summary,
        String leg,
        String outcome,
        Phase phase,
        JsonNode message,
        List<Command> commands) {}
