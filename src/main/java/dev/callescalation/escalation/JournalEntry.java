package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.callescalation.graph.Command;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One thing that happened and what was decided on it.
 *
 * @param at           when it arrived here
 * @param escalationId empty when it belongs to no escalation
 * @param callId       the call it is about, as Graph wrote it; empty when unknown
 * @param event        notification, reply, request, deadline, command, pause of a command, or operator
 * @param summary      in a few words, such as {@code updated call established}
 * @param leg          caller or meeting: which of the two calls it is about; empty when neither
 * @param outcome      decided, or why nothing was: unknown-call, unknown-notification, …
 * @param phase        phase after the decision
 * @param message      the message as received; a missing node when there is none, or when it is kept no more
 * @param commands     what Graph is asked to do in consequence
 * @param pauses       when and why the command that was replied to had been put off; of a pause, itself
 * @param answered     the command that was replied to; null for other events
 * @param acted        who did it and why, of event operator; null for others
 */
public record JournalEntry(
        Instant at,
        String escalationId,
        String callId,
        String event,
        String summary,
        String leg,
        String outcome,
        String phase,
        JsonNode message,
        List<Command> commands,
        List<Command.Pause> pauses,
        Answered answered,
        Acted acted) {

    /**
     * A command that was replied to.
     *
     * @param key    of the command
     * @param status HTTP status; 0 when there was no reply
     * @param tries  how often it was sent
     * @param sentAt when it was sent last; null when it was not
     */
    public record Answered(String key, int status, int tries, Instant sentAt) {}

    /**
     * What a person did.
     *
     * @param reason empty when none was given
     */
    public record Acted(String by, String reason) {}

    /** What has happened, before anything is decided on it. */
    public JournalEntry(Instant at, String callId, MessageKind kind, String summary, String leg, JsonNode message) {
        this(at, "", callId, kind.toString(), summary, leg, "", "", message, List.of(), List.of(), null, null);
    }

    /** The same for the reply to a command. */
    public JournalEntry answering(Answered command) {
        return with(message, commands, command);
    }

    private JournalEntry with(JsonNode newMessage, List<Command> newCommands, Answered command) {
        return new JournalEntry(
                at,
                escalationId,
                callId,
                event,
                summary,
                leg,
                outcome,
                phase,
                newMessage,
                newCommands,
                pauses,
                command,
                acted);
    }

    /**
     * The same with what was decided on it.
     *
     * @param repliedTo the command that it is the reply to; null for none
     */
    public JournalEntry decided(
            String ofEscalation, String how, String nowIn, List<Command> queued, Command repliedTo) {
        List<Command.Pause> before = repliedTo == null ? List.of() : repliedTo.pauses();
        return new JournalEntry(
                at, ofEscalation, callId, event, summary, leg, how, nowIn, message, queued, before, answered, null);
    }

    /** A pause of a command as an entry of its own, to be shown. */
    public static JournalEntry of(Command.Pause pause, String callId, String phase) {
        return new JournalEntry(
                pause.at(),
                "",
                callId,
                "pause",
                pause.what(),
                "",
                "put off",
                phase,
                MissingNode.getInstance(),
                List.of(),
                List.of(pause),
                null,
                null);
    }

    /**
     * What a person did to a dead letter.
     *
     * @param what {@code replayed} or {@code dismissed}
     * @param outcome the same, or {@code failed}
     */
    public static JournalEntry of(
            Acted acted, Instant at, String what, String outcome, DeadLetter letter, Escalation in) {
        String why = acted.reason().isEmpty() ? "" : " because " + acted.reason();
        return new JournalEntry(
                at,
                in.id(),
                letter.callId(),
                "operator",
                what + " by " + acted.by() + why,
                letter.callId().isEmpty() ? "" : in.leg(letter.callId()),
                outcome,
                in.phase(),
                MissingNode.getInstance(),
                List.of(),
                List.of(),
                null,
                acted);
    }

    /** The same without anything that Graph or others wrote at length, and without the bodies of the commands. */
    public JournalEntry withoutPayload() {
        return withPayload(
                MissingNode.getInstance(), commands.stream().map(command -> "").toList());
    }

    /**
     * The same with what a store kept apart.
     *
     * @param newMessage the message as received
     * @param bodies     one for each of the commands, in their order
     */
    public JournalEntry withPayload(JsonNode newMessage, List<String> bodies) {
        List<Command> complete = IntStream.range(0, commands.size())
                .mapToObj(i -> commands.get(i).withBody(bodies.get(i)))
                .toList();
        return with(newMessage, complete, answered);
    }
}
