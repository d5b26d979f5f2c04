package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.callescalation.sandbox.RecordedRequest;
import java.util.ArrayList;
import java.util.List;

/** Compares the end that a story describes with what the call has become. */
final class Ending {

    /** Where nothing is awaited, though the escalation is not over. */
    private static final String AT_REST = "escalated";

    /** A look at the dead letters takes a request, and one a second is soon enough. */
    private static final int LOOKS_FOR_ONE = 6;

    private final JsonNode then;
    private final PlacedCall call;
    private JsonNode view = JsonNodeFactory.instance.objectNode();
    private List<RecordedRequest> came = List.of();
    private int looks;

    Ending(JsonNode then, PlacedCall call) {
        this.then = then;
        this.call = call;
    }

    /** Compares the call with the story; nothing differs when the story has passed. */
    List<Difference> look() {
        view = call.view();
        List<Difference> differences = new ArrayList<>(lookAtCommands());
        String phase = phase();
        if (then.has("phase") && !then.path("phase").asText().equals(phase)) {
            String why = view.path("failure").asText();
            differences.add(new Difference(
                    "/then/phase",
                    "phase: expected " + then.path("phase").asText() + ", is " + phase
                            + (why.isEmpty() ? "" : " (" + why + ")")));
        }
        LenientJson.differences(then.path("escalation"), view, new CallPlaceholders(call, view)::inNotification)
                .forEach(text -> differences.add(new Difference("/then/escalation", "escalation " + text)));
        // last, since it takes another request
        if (differences.isEmpty()) {
            differences.addAll(deadLetters());
            call.mistakes().forEach(mistake -> differences.add(new Difference("/then", mistake)));
        }
        return differences;
    }

    /** What came too much after all was well, once the bundle has ended. Where more is awaited, deadlines go on. */
    List<Difference> lookAgain() {
        boolean awaiting = then.has("phase") && !isOver() && !AT_REST.equals(phase());
        return awaiting ? List.of() : lookAtCommands();
    }

    private List<Difference> lookAtCommands() {
        came = call.requests();
        CallPlaceholders names = new CallPlaceholders(call, view);
        List<Difference> differences = new ArrayList<>(CommandComparison.forbidden(then.path("never"), came, names));
        if (then.has("commands")) {
            CommandComparison commands = commands(names);
            differences.addAll(commands.differences());
            if (differences.isEmpty() && !then.path("order").asText().equals("any")) {
                differences.addAll(commands.disorder(view));
            }
        }
        if (then.has("sent")) {
            differences.addAll(new CommandComparison("/then/sent", call.resolved(then.path("sent")), call.sent(), names)
                    .differences());
        }
        return differences;
    }

    private CommandComparison commands(CallPlaceholders names) {
        return new CommandComparison("/then/commands", then.path("commands"), came, names);
    }

    /** Whether what differs now will differ for ever. */
    boolean isDecided() {
        CallPlaceholders names = new CallPlaceholders(call, view);
        boolean tooMany = then.has("commands") && commands(names).areTooMany();
        boolean over =
                then.has("phase") && isOver() && !then.path("phase").asText().equals(phase());
        return tooMany
                || over
                || isBroken()
                || !CommandComparison.forbidden(then.path("never"), came, names).isEmpty();
    }

    /** Whether a decision has failed that the story does not expect to fail. Asked often, it looks now and then. */
    boolean isBroken() {
        return looks++ % LOOKS_FOR_ONE == 0 && !unexpected().isEmpty();
    }

    /** The decisions that have failed though the story does not expect it: the cause of whatever else differs. */
    List<Difference> unexpected() {
        return deadLetters().stream()
                .filter(difference -> !difference.pointer().matches("/then/deadLetters/\\d+"))
                .toList();
    }

    private boolean isOver() {
        return view.path("over").asBoolean();
    }

    private String phase() {
        return view.path("phase").asText("none");
    }

    private List<Difference> deadLetters() {
        JsonNode told = then.path("deadLetters");
        List<JsonNode> open = new ArrayList<>(call.deadLetters());
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            JsonNode one = told.get(i);
            boolean found = open.stream()
                    .filter(letter ->
                            LenientJson.differencesOfTexts(one, letter).isEmpty())
                    .findFirst()
                    .map(open::remove)
                    .orElse(false);
            if (!found) {
                differences.add(new Difference("/then/deadLetters/" + i, "no such dead letter: " + one));
            }
        }
        open.forEach(letter -> differences.add(new Difference(
                told.isMissingNode() ? "/then" : "/then/deadLetters",
                "a dead letter that nobody expects: " + letter.path("what").asText() + ", "
                        + letter.path("step").asText(letter.path("route").asText()) + ", "
                        + letter.path("error").asText())));
        return differences;
    }
}
