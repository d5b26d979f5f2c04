package dev.callescalation.trace;

import dev.callescalation.graph.Command;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The path of a command as a trace may show it: without its query, and without ids of anything but the call. */
record RequestPath(Command command) {

    private static final Pattern VERSION = Pattern.compile("v\\d+(\\.\\d+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z.$-]*");

    /** With the id of the call in it, which Microsoft's support asks for. */
    String scrubbed() {
        return parts(part -> part.equals(command.callId()) ? part : "{id}");
    }

    /** The same for all calls. */
    String template() {
        return parts(part -> "{id}");
    }

    private String parts(UnaryOperator<String> shown) {
        if (command.isLookup()) {
            return command.shownPath();
        }
        String path = command.path().replaceFirst("[?#].*", "");
        return Stream.of(path.split("/", -1))
                .map(part -> part.isEmpty()
                                || VERSION.matcher(part).matches()
                                || WORD.matcher(part).matches()
                        ? part
                        : shown.apply(part))
                .collect(Collectors.joining("/"));
    }
}
