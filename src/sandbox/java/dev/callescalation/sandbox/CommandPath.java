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
 * @param appId         of the path; null where the dialect has none
 * @param callId        null for a join
 * @param roster        true when not the call but its participants are read
 * @param participantId whom to remove; null for every other command
 */
record CommandPath(
        Dialect dialect, String appId, Command command, String callId, boolean roster, String participantId) {

    private static final String QUALIFIED = "microsoft.graph.";
    private static final Pattern PARTICIPANT = Pattern.compile("participants/([^/]+)");

    /** What came with today's dialect. */
    private static final Set<Command> OF_TODAY = Set.of(Command.KEEP_ALIVE, Command.REMOVE);

    /** Empty for everything that is no command on calls, and in the old dialect for what that never had. */
    static Optional<CommandPath> of(String method, String path) {
        List<String> parts = Arrays.asList(path.substring(1).split("/"));
        if (parts.size() < 3) {
            return Optional.empty();
        }
        boolean beta = parts.get(0).equals("beta");
        return switch (parts.get(1)) {
            case "app" -> beta ? of(method, Dialect.APP, null, parts, 2) : Optional.empty();
            case "applications" -> beta ? of(method, Dialect.APPLICATIONS, parts.get(2), parts, 3) : Optional.empty();
            case "communications" -> of(method, Dialect.COMMUNICATIONS, null, parts, 2);
            default -> Optional.empty();
        };
    }

    private static Optional<CommandPath> of(String method, Dialect dialect, String appId, List<String> parts, int at) {
        if (at >= parts.size() || !parts.get(at).equals("calls")) {
            return Optional.empty();
        }
        String id = at + 1 < parts.size() ? parts.get(at + 1) : null;
        String tail = String.join("/", parts.subList(Math.min(at + 2, parts.size()), parts.size()))
                .replace(QUALIFIED, "");
        Matcher participant = PARTICIPANT.matcher(tail);
        String participantId = method.equals("DELETE") && participant.matches() ? participant.group(1) : null;
        return command(method, id, participantId == null ? tail : "participant")
                .filter(command -> !(OF_TODAY.contains(command) && dialect.old()))
                .map(command ->
                        new CommandPath(dialect, appId, command, id, tail.equals("participants"), participantId));
    }

    private static Optional<Command> command(String method, String id, String tail) {
        return Optional.ofNullable(
                switch (method + (id == null ? "" : " " + tail)) {
                    case "POST" -> Command.JOIN;
                    case "GET ", "GET participants" -> Command.GET;
                    case "DELETE " -> Command.DELETE;
                    case "DELETE participant" -> Command.REMOVE;
                    case "POST answer" -> Command.ANSWER;
                    case "POST reject" -> Command.REJECT;
                    case "POST redirect" -> Command.REDIRECT;
                    case "POST participants/invite" -> Command.INVITE;
                    case "POST keepAlive" -> Command.KEEP_ALIVE;
                    default -> null;
                });
    }
}
