package dev.callescalation.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the address of a request asks for.
 *
 * @param appId         of the path; null where the form has none
 * @param callId        null for a join
 * @param tail          what is behind the call
 * @param participantId whom to remove; null for every other command
 */
record CommandPath(Form form, String appId, CommandKind command, String tail, String callId, String participantId) {

    private static final String QUALIFIED = "microsoft.graph.";
    private static final Pattern PARTICIPANT = Pattern.compile("participants/([^/]+)");

    /** What came with today's form. */
    private static final Set<CommandKind> OF_TODAY = Set.of(
            CommandKind.KEEP_ALIVE,
            CommandKind.REMOVE,
            CommandKind.SEND_TONES,
            CommandKind.START_HOLD_MUSIC,
            CommandKind.STOP_HOLD_MUSIC);

    private static final Pattern HOLD_MUSIC = Pattern.compile("participants/[^/]+/(start|stop)HoldMusic");

    /** Empty for everything that is no command on calls, and in the old form for what that never had. */
    static Optional<CommandPath> of(String method, String path) {
        List<String> parts = Arrays.asList(path.substring(1).split("/"));
        if (parts.size() < 3) {
            return Optional.empty();
        }
        boolean beta = parts.get(0).equals("beta");
        return switch (parts.get(1)) {
            case "app" -> beta ? of(method, Form.APP, null, parts, 2) : Optional.empty();
            case "applications" -> beta ? of(method, Form.APPLICATIONS, parts.get(2), parts, 3) : Optional.empty();
            case "communications" -> of(method, Form.COMMUNICATIONS, null, parts, 2);
            default -> Optional.empty();
        };
    }

    private static Optional<CommandPath> of(String method, Form form, String appId, List<String> parts, int at) {
        if (at >= parts.size() || !parts.get(at).equals("calls")) {
            return Optional.empty();
        }
        String id = at + 1 < parts.size() ? parts.get(at + 1) : null;
        String tail = String.join("/", parts.subList(Math.min(at + 2, parts.size()), parts.size()))
                .replace(QUALIFIED, "");
        Matcher participant = PARTICIPANT.matcher(tail);
        String participantId = method.equals("DELETE") && participant.matches() ? participant.group(1) : null;
        Matcher music = HOLD_MUSIC.matcher(tail);
        String what = music.matches() ? music.group(1) + "HoldMusic" : participantId == null ? tail : "participant";
        return command(method, id, what)
                .filter(command -> !(OF_TODAY.contains(command) && form.old()))
                .map(command -> new CommandPath(form, appId, command, tail, id, participantId));
    }

    private static Optional<CommandKind> command(String method, String id, String tail) {
        return Optional.ofNullable(
                switch (method + (id == null ? "" : " " + tail)) {
                    case "POST" -> CommandKind.JOIN;
                    case "GET ", "GET participants" -> CommandKind.GET;
                    case "DELETE " -> CommandKind.DELETE;
                    case "DELETE participant" -> CommandKind.REMOVE;
                    case "POST answer" -> CommandKind.ANSWER;
                    case "POST reject" -> CommandKind.REJECT;
                    case "POST redirect" -> CommandKind.REDIRECT;
                    case "POST participants/invite" -> CommandKind.INVITE;
                    case "POST keepAlive" -> CommandKind.KEEP_ALIVE;
                    case "POST playPrompt" -> CommandKind.PLAY_PROMPT;
                    case "POST subscribeToTone" -> CommandKind.SUBSCRIBE_TO_TONE;
                    case "POST cancelMediaProcessing" -> CommandKind.CANCEL_MEDIA;
                    case "POST transfer" -> CommandKind.TRANSFER;
                    case "POST mute" -> CommandKind.MUTE;
                    case "POST unmute" -> CommandKind.UNMUTE;
                    case "POST updateRecordingStatus" -> CommandKind.UPDATE_RECORDING_STATUS;
                    case "POST sendDtmfTones" -> CommandKind.SEND_TONES;
                    case "POST startHoldMusic" -> CommandKind.START_HOLD_MUSIC;
                    case "POST stopHoldMusic" -> CommandKind.STOP_HOLD_MUSIC;
                    default -> method.equals("POST") && !tail.isEmpty() ? CommandKind.OTHER : null;
                });
    }

    /** Whether a fault that names a command so means this one: by its word, or as an action by its path. */
    boolean isNamed(String on) {
        return on.equals(word()) || on.equals("/" + tail);
    }

    /** The name in faults. */
    String word() {
        return command == CommandKind.OTHER ? "/" + tail : command.word();
    }

    /** True when not the call but its participants are read. */
    boolean roster() {
        return tail.equals("participants");
    }
}
