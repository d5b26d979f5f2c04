package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.Form;
import dev.callescalation.sandbox.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The words of a story for the calls of one escalation: {@code {caller}}, {@code {meeting}} and {@code {calls}}. */
final class CallPlaceholders {

    private static final Pattern CALLS =
            Pattern.compile("^/(beta|v1\\.0)(/communications|/app|/applications/[^/]+)/calls");

    private final String prefix;
    private final String caller;
    private final String meeting;

    /** @param view of the escalation, empty where there is none */
    CallPlaceholders(PlacedCall call, JsonNode view) {
        prefix = call.prefix();
        caller = view.path("callerCall").path("id").asText(call.callerCallId());
        meeting = view.path("meetingCall").path("id").asText("");
    }

    String of(RecordedRequest request) {
        return of(request.method(), request.path());
    }

    /** {@code POST {caller}/answer} for the method and path of a command. */
    String of(String method, String fullPath) {
        String path = CALLS.matcher(fullPath).replaceFirst("{calls}");
        path = leg(path, caller, "{caller}");
        return (method + " " + (meeting.isEmpty() ? path : leg(path, meeting, "{meeting}"))).strip();
    }

    private static String leg(String path, String id, String word) {
        return path.replaceFirst("^" + Pattern.quote("{calls}/" + id) + "(?=/|$)", word.replace("{", "\\{"));
    }

    /**
     * The commands to Graph that were decided on, in that order; those of one decision leave together, in any order.
     * A lookup, which has a whole address for its path, asks somebody else.
     */
    List<String> decided(JsonNode view) {
        List<String> decided = new ArrayList<>();
        for (JsonNode step : view.path("steps")) {
            for (JsonNode command : step.path("commands")) {
                String path = command.path("path").asText();
                if (path.startsWith("/")) {
                    decided.add(of(command.path("method").asText(), path));
                }
            }
        }
        return decided;
    }

    /** Whether a command is one that a story names. A star matches one part of the path. */
    static boolean fits(String expected, String actual) {
        String pattern = Pattern.quote(expected).replace("*", "\\E[^/]+\\Q");
        return actual.matches(pattern);
    }

    /** Fills in the calls as commands name them: a path in the old form, an id in today's. */
    String inCommand(String text) {
        boolean old = Form.isOld(prefix);
        return text.replace("{caller}", old ? path(caller) : caller)
                .replace("{meeting}", old ? path(meeting) : meeting);
    }

    /** Fills in the calls as notifications name them, by path, and their ids. */
    String inNotification(String text) {
        return text.replace("{caller.id}", caller)
                .replace("{meeting.id}", meeting)
                .replace("{caller}", path(caller))
                .replace("{meeting}", path(meeting));
    }

    private String path(String id) {
        return prefix + "/calls/" + id;
    }
}
