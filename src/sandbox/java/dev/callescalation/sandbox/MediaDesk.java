package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.Fault.FailedTransfer;
import dev.callescalation.sandbox.Fault.Prompt;
import dev.callescalation.sandbox.Reaction.Later;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plays prompts in a call, tells which digits the caller presses, and transfers them (Microsoft Graph v1.0, call:
 * playPrompt, subscribeToTone, cancelMediaProcessing, transfer and the like). Touched by the event loop only.
 */
final class MediaDesk {

    private static final int MOST_PROMPTS = 20;
    private static final Duration LENGTH_OF_A_PROMPT = Duration.ofMillis(300);
    private static final Duration UNTIL_ACCEPTED = Duration.ofMillis(50);
    private static final ResultInfo DONE = new ResultInfo(200, 0, "Action completed successfully.");
    private static final String OF_TRANSFERS = "commsOperation";

    private static final Map<Character, String> TONES = Map.of('*', "star", '#', "pound", '!', "flash");

    private static final Map<CommandKind, String> TYPES = new EnumMap<>(Map.of(
            CommandKind.MUTE, "muteParticipantOperation",
            CommandKind.UNMUTE, "unmuteParticipantOperation",
            CommandKind.UPDATE_RECORDING_STATUS, "updateRecordingStatusOperation",
            CommandKind.SEND_TONES, "sendDtmfTonesOperation",
            CommandKind.START_HOLD_MUSIC, "startHoldMusicOperation",
            CommandKind.STOP_HOLD_MUSIC, "stopHoldMusicOperation"));

    /** Their end is told by a notification, that of the others by the reply. */
    private static final Set<CommandKind> TOLD_OF =
            Set.of(CommandKind.SEND_TONES, CommandKind.START_HOLD_MUSIC, CommandKind.STOP_HOLD_MUSIC);

    private static final Set<String> RECORDING = Set.of("notRecording", "recording", "failed");

    private final FaultBook faults;
    private final Directory directory;
    private final Map<Form, MediaEvents> events = new EnumMap<>(Form.class);

    MediaDesk(String appId, Directory directory, FaultBook faults) {
        this.directory = directory;
        this.faults = faults;
        for (Form form : Form.values()) {
            events.put(form, new MediaEvents(form, appId));
        }
    }

    Reaction playPrompt(Call call, JsonNode json, Form form) {
        GraphBody body = body("playPrompt", json, form, "prompts");
        List<GraphBody> prompts = body.objects("prompts");
        if (prompts.isEmpty() || prompts.size() > MOST_PROMPTS) {
            throw body.wrong("prompts", "must have 1 to " + MOST_PROMPTS);
        }
        prompts.forEach(MediaDesk::checkPrompt);
        requireMedia(call);
        MediaOperation operation = MediaOperation.begun("playPromptOperation", body.clientContext());
        Reply reply = located(call, operation, 200, form.old() ? null : operation.body(form));
        if (call.kind() == Call.Kind.STRANGER) {
            return Reaction.of(reply);
        }
        Prompt length = faults.take(call.scenario().id(), Prompt.class, fault -> true)
                .orElse(new Prompt(LENGTH_OF_A_PROMPT, null, Repetition.times(1)));
        call.play(operation);
        Optional<Later> end = Optional.ofNullable(length.endsAfter())
                .map(after -> new Later(after, () -> endPrompt(call, operation, length.failure())));
        return new Reaction(reply, List.of(), end);
    }

    private static void checkPrompt(GraphBody prompt) {
        if (!prompt.text("@odata.type").equals("#microsoft.graph.mediaPrompt")) {
            throw prompt.wrong("@odata.type", "must be #microsoft.graph.mediaPrompt");
        }
        // loop: how often, in 2018
        GraphBody info = (prompt.form().old() ? prompt.knowsOnly("mediaInfo", "loop") : prompt.knowsOnly("mediaInfo"))
                .object("mediaInfo")
                .knowsOnly("uri", "resourceId");
        info.text("uri");
        if (info.has("resourceId")) {
            info.text("resourceId");
        }
    }

    /** Nothing is told of a prompt that was cancelled, or whose call is over. */
    private List<WebhookMessage> endPrompt(Call call, MediaOperation operation, ResultInfo failure) {
        if (call.isOver() || !call.stop(operation)) {
            return List.of();
        }
        List<WebhookMessage> told = new ArrayList<>();
        told.add(events.get(call.form())
                .operation(call, failure == null ? operation.completed(DONE) : operation.failed(failure)));
        call.promptEnded();
        told.addAll(pressed(call));
        return told;
    }

    Reaction subscribe(Call call, JsonNode json, Form form) {
        GraphBody body = body("subscribeToTone", json, form);
        requireMedia(call);
        call.listenForTones();
        return done(call, form, MediaOperation.begun("subscribeToToneOperation", body.clientContext()), pressed(call));
    }

    Reaction cancel(Call call, JsonNode json, Form form) {
        GraphBody body = form.old()
                ? body("cancelMediaProcessing", json, form, "all")
                : body("cancelMediaProcessing", json, form);
        requireMedia(call);
        List<WebhookMessage> told = new ArrayList<>();
        for (MediaOperation playing : call.playing()) {
            call.stop(playing);
            told.add(events.get(call.form()).operation(call, playing.cancelled()));
        }
        return done(call, form, MediaOperation.begun("cancelMediaProcessingOperation", body.clientContext()), told);
    }

    /** Today such a command is over with its reply. In 2018 a notification said so. */
    private Reaction done(Call call, Form form, MediaOperation begun, List<WebhookMessage> others) {
        MediaOperation operation = begun.completed(DONE);
        if (!form.old()) {
            return new Reaction(located(call, operation, 200, operation.body(form)), others);
        }
        List<WebhookMessage> told = new ArrayList<>();
        if (call.kind() != Call.Kind.STRANGER) {
            told.add(events.get(form).operation(call, operation));
        }
        told.addAll(others);
        return new Reaction(located(call, operation, 202, null), told);
    }

    /** What changes nothing that the sandbox knows of: mute, unmute, hold music, sent tones, the state of recording. */
    Reaction other(CommandKind command, Call call, JsonNode json, Form form) {
        GraphBody body = switch (command) {
            case UPDATE_RECORDING_STATUS -> body(command.word(), json, form, "status");
            case SEND_TONES -> body(command.word(), json, form, "tones", "delayBetweenTonesMs");
            case START_HOLD_MUSIC -> body(command.word(), json, form, "customPrompt");
            default -> body(command.word(), json, form);
        };
        requireEstablished(call);
        if (command == CommandKind.UPDATE_RECORDING_STATUS && !RECORDING.contains(body.text("status"))) {
            throw body.wrong("status", "must be notRecording, recording or failed");
        }
        MediaOperation operation = MediaOperation.begun(TYPES.get(command), body.clientContext());
        boolean sendsTones = command == CommandKind.SEND_TONES;
        MediaOperation ended = sendsTones ? operation.completedFor("completedSuccessfully") : operation.completed(DONE);
        if (!TOLD_OF.contains(command)) {
            return Reaction.of(located(call, ended, 200, ended.body(form)));
        }
        Reply reply = located(call, operation, sendsTones ? 200 : 202, operation.body(form));
        return call.kind() == Call.Kind.STRANGER
                ? Reaction.of(reply)
                : new Reaction(reply, List.of(events.get(call.form()).operation(call, ended)));
    }

    Reaction transfer(Call call, JsonNode json, Form form) {
        GraphBody body = body("transfer", json, form, "transferTarget", "transferee");
        GraphBody target = body.object("transferTarget");
        IdentityRules.identity(target);
        requireEstablished(call);
        if (call.kind() != Call.Kind.STRANGER && !call.isPeerToPeer()) {
            throw GraphError.meetingMode();
        }
        if (call.kind() == Call.Kind.STRANGER) {
            return Reaction.of(Reply.empty(202));
        }
        boolean consultative = target.has("replacesCallId");
        MediaEvents told = events.get(call.form());
        MediaOperation operation = MediaOperation.begun(OF_TRANSFERS, body.clientContext());
        Optional<FailedTransfer> failed = faults.take(call.scenario().id(), FailedTransfer.class, fault -> true);
        return new Reaction(
                Reply.empty(202),
                told.transferring(call, operation),
                Optional.of(new Later(
                        UNTIL_ACCEPTED,
                        () -> failed.isPresent()
                                ? transferFailed(call, operation, failed.get().result(consultative))
                                : transferred(call, operation))));
    }

    private List<WebhookMessage> transferFailed(Call call, MediaOperation operation, ResultInfo why) {
        return call.isOver() ? List.of() : events.get(call.form()).transferFailed(call, operation, why);
    }

    private List<WebhookMessage> transferred(Call call, MediaOperation operation) {
        if (call.isOver()) {
            return List.of();
        }
        call.end();
        directory.callEnded(call.scenario());
        return events.get(call.form()).transferred(call, operation);
    }

    /**
     * Somebody presses digits. Graph tells them where the bot has subscribed to them.
     *
     * @throws IllegalArgumentException when there is no such digit
     */
    List<WebhookMessage> press(Call call, String digits) {
        List<ObjectNode> tones = new ArrayList<>();
        for (char digit : digits.toCharArray()) {
            String tone = TONES.getOrDefault(digit, digit >= 'a' && digit <= 'd' ? "" + digit : "tone" + digit);
            if (tone.startsWith("tone") && (digit < '0' || digit > '9')) {
                throw new IllegalArgumentException(
                        "'" + digit + "' is no digit; possible are 0 to 9, * # ! (flash), and a to d.");
            }
            tones.add(SandboxJson.object().put("tone", tone));
        }
        if (!call.hearsTones() || call.isOver()) {
            return List.of();
        }
        return tones.stream()
                .map(tone -> events.get(call.form()).tone(call, tone.put("sequenceId", call.nextTone())))
                .toList();
    }

    /** What the caller presses after each prompt, once the bot has subscribed. */
    private List<WebhookMessage> pressed(Call call) {
        List<WebhookMessage> told = new ArrayList<>();
        while (call.hearsTones() && call.kind() == Call.Kind.CALLER && call.owesAPress()) {
            told.addAll(press(call, call.nextPress()));
        }
        return told;
    }

    private static GraphBody body(String place, JsonNode json, Form form, String... own) {
        String[] known = Arrays.copyOf(own, own.length + 1);
        known[own.length] = "clientContext";
        return new GraphBody(place, json == null ? SandboxJson.object() : json, form).knowsOnly(known);
    }

    private static Reply located(Call call, MediaOperation operation, int status, ObjectNode body) {
        String id = call.form().old() ? Ids.hex(operation.id()) : operation.id();
        return new Reply(status, Map.of("Location", Replies.LOCATION + call.id() + "/operations/" + id), body);
    }

    private static void requireEstablished(Call call) {
        if (call.state() != GraphCallState.ESTABLISHED) {
            throw GraphError.wrongState(
                    "The call " + call.id() + " is " + call.state().word() + "; it must be established.");
        }
    }

    private static void requireMedia(Call call) {
        requireEstablished(call);
        if (call.kind() != Call.Kind.STRANGER && !call.hasAudio()) {
            throw GraphError.wrongState("The call " + call.id()
                    + " has no active audio of the service: answer it, or join, with serviceHostedMediaConfig and"
                    + " audio, and wait until its audio is active.");
        }
    }
}
