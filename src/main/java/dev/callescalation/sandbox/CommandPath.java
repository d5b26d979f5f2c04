package dev.callescalation.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the address of a request asks for.
 *
 * @param appId  of the path; null where the dialect has none
 * @param callId null for a join
 * @param roster true when not the call but its participants are read
 */
record CommandPath(Dialect dialect, String appId, Command command, String callId, boolean roster) {

    private static final String QUALIFIED = "microsoft.graph.";

    /** Empty for everything that is no command on calls, and for keepAlive in the old dialect, which never had it. */
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
        return command(method, id, tail)
                .filter(command -> !(command == Command.KEEP_ALIVE && dialect.old()))
                .map(command -> new CommandPath(dialect, appId, command, id, tail.equals("participants")));
    }

    private static Optional<Command> command(String method, String id, String tail) {
        return Optional.ofNullable(
                switch (method + (id == null ? "" : " " + tail)) {
                    case "POST" -> Command.JOIN;
                    case "GET ", "GET participants" -> Command.GET;
                    case "DELETE " -> Command.DELETE;
                    case "POST answer" -> Command.ANSWER;
                    case "POST reject" -> Command.REJECT;
                    case "POST redirect" -> Command.REDIRECT;
                    case "POST participants/invite" -> Command.INVITE;
                    case "POST keepAlive" -> Command.KEEP_ALIVE;
                    default -> null;
                });
    }
}
