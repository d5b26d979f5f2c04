package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.callescalation.sandbox.RecordedRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Compares the requests that somebody has received, Graph most often, with those that a story describes. */
final class CommandComparison {

    private static final int NOBODY = -1;

    private final String pointer;
    private final JsonNode expected;
    private final List<RecordedRequest> came;
    private final CallPlaceholders names;
    /** Who of the commands that came is which expected one. */
    private final int[] matched;

    /**
     * @param pointer  where the story describes them: {@code /then/commands}
     * @param expected list of commands as in a story
     */
    CommandComparison(String pointer, JsonNode expected, List<RecordedRequest> came, CallPlaceholders names) {
        this.pointer = pointer;
        this.expected = expected;
        this.came = came;
        this.names = names;
        this.matched = new int[came.size()];
        Arrays.fill(matched, NOBODY);
        for (int i = 0; i < expected.size(); i++) {
            pair(i, new boolean[came.size()]);
        }
    }

    /** Finds a command for an expected one; another one that has it may have to take the next (Kuhn's matching). */
    private boolean pair(int wanted, boolean[] tried) {
        for (int i = 0; i < came.size(); i++) {
            if (tried[i] || !isAsTold(expected.get(wanted), came.get(i))) {
                continue;
            }
            tried[i] = true;
            if (matched[i] == NOBODY || pair(matched[i], tried)) {
                matched[i] = wanted;
                return true;
            }
        }
        return false;
    }

    private boolean isAsTold(JsonNode told, RecordedRequest request) {
        return isNamed(told, request) && details(told, request).isEmpty();
    }

    private boolean isNamed(JsonNode told, RecordedRequest request) {
        return CallPlaceholders.fits(told.path("request").asText(), names.of(request));
    }

    private List<String> details(JsonNode told, RecordedRequest request) {
        List<String> details = new ArrayList<>();
        if (told.has("reply") && told.path("reply").asInt() != request.status()) {
            details.add("reply: expected " + told.path("reply") + ", was " + request.status());
        }
        details.addAll(LenientJson.differences(told.path("body"), request.body(), names::inCommand));
        return details;
    }

    /** Whether there are more than the story describes. Waiting cannot change that. */
    boolean areTooMany() {
        return came.size() > expected.size();
    }

    /** What has not come, and what has come in its place or besides. */
    List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        List<RecordedRequest> left = new ArrayList<>();
        for (int i = 0; i < matched.length; i++) {
            if (matched[i] == NOBODY) {
                left.add(came.get(i));
            }
        }
        for (int i = 0; i < expected.size(); i++) {
            int wanted = i;
            if (Arrays.stream(matched).noneMatch(paired -> paired == wanted)) {
                differences.add(new Difference(pointer + "/" + i, missing(expected.get(i), left)));
            }
        }
        left.forEach(request -> differences.add(
                new Difference(pointer, names.of(request) + " was sent, which the story does not expect")));
        return differences;
    }

    /** Takes the nearest of what is left to compare with. */
    private String missing(JsonNode told, List<RecordedRequest> left) {
        String name = told.path("request").asText();
        RecordedRequest nearest = left.stream()
                .filter(request -> isNamed(told, request))
                .min(Comparator.comparingInt(request -> details(told, request).size()))
                .orElse(null);
        if (nearest == null) {
            return name + " was not sent";
        }
        left.remove(nearest);
        return name + " differs from the story\n  " + String.join("\n  ", details(told, nearest));
    }

    /** Commands that were decided on in another order than the story describes. */
    List<Difference> disorder(JsonNode view) {
        List<String> decided = names.decided(view);
        int next = 0;
        for (JsonNode told : expected) {
            if (next < decided.size()
                    && CallPlaceholders.fits(told.path("request").asText(), decided.get(next))) {
                next++;
            }
        }
        return next == decided.size()
                ? List.of()
                : List.of(new Difference(pointer, "decided on in another order:\n  " + String.join("\n  ", decided)));
    }

    /** Commands that have come although the story forbids them. */
    static List<Difference> forbidden(JsonNode never, List<RecordedRequest> came, CallPlaceholders names) {
        CommandComparison none =
                new CommandComparison("/then/never", JsonNodeFactory.instance.arrayNode(), came, names);
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < never.size(); i++) {
            JsonNode told = never.get(i);
            String pointer = "/then/never/" + i;
            came.stream()
                    .filter(request -> none.isAsTold(told, request))
                    .forEach(request -> differences.add(
                            new Difference(pointer, names.of(request) + " was sent, which must not be")));
        }
        return differences;
    }
}
