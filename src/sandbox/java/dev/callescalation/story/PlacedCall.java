package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.RecordedRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call in a running bundle: what the bundle made of it, and what it asked of Graph for it. */
public class PlacedCall {

    /** How long is waited for anything, where nothing else is said. A busy machine needs some of it. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningBundle bundle;
    private final String prefix;
    private final String scenarioId;
    private final String callerCallId;

    /**
     * @param prefix       what precedes {@code /calls} in the paths of the call
     * @param scenarioId   Scenario-Id of everything about it
     * @param callerCallId id of the call that reached the bot
     */
    protected PlacedCall(RunningBundle bundle, String prefix, String scenarioId, String callerCallId) {
        this.bundle = bundle;
        this.prefix = prefix;
        this.scenarioId = scenarioId;
        this.callerCallId = callerCallId;
    }

    protected final RunningBundle bundle() {
        return bundle;
    }

    public final String prefix() {
        return prefix;
    }

    public final String scenarioId() {
        return scenarioId;
    }

    public final String callerCallId() {
        return callerCallId;
    }

    /** What {@code GET /escalations/{id}} shows of it; an empty object where there is no escalation. */
    public final JsonNode view() {
        HttpResponse<String> reply = bundle.get("/escalations/" + callerCallId);
        return RunningBundle.json(reply.statusCode() == 200 ? reply.body() : "{}");
    }

    /** Its steps as a table of text; empty where there is no escalation. */
    public final String timeline() {
        HttpResponse<String> reply = bundle.get("/escalations/" + callerCallId + "/timeline");
        return reply.statusCode() == 200 ? reply.body() : "";
    }

    /** The phase of the escalation; {@code none} where there is none. */
    public final String phase() {
        return view().path("phase").asText("none");
    }

    public final String escalationId() {
        return view().path("id").asText();
    }

    /** Id of the bot's call in the meeting; empty before Graph has named it. */
    public final String meetingCallId() {
        return view().path("meetingCall").path("id").asText();
    }

    /** The operation of that key, such as {@code invite-caller}; an empty object before it is decided on. */
    public final JsonNode operation(String key) {
        for (JsonNode operation : view().path("operations")) {
            if (operation.path("key").asText().equals(key)) {
                return operation;
            }
        }
        return RunningBundle.json("{}");
    }

    /** What Graph has been asked in the name of this call, oldest first. */
    public final List<RecordedRequest> requests() {
        return bundle.sandbox().requests(scenarioId);
    }

    /** What Graph took of the bot in this call though people notice it, such as a prompt that is heard twice. */
    final List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        URI report = URI.create(bundle.sandbox().url() + "/sandbox/calls/" + callerCallId);
        RunningBundle.json(bundle.send(HttpRequest.newBuilder(report).build()).body())
                .path("mistakes")
                .forEach(mistake -> mistakes.add(mistake.asText()));
        return mistakes;
    }

    /** What routes sent for this call to endpoints outside of the program, oldest first. */
    public final List<RecordedRequest> sent() {
        return bundle.outside().sent(scenarioId);
    }

    /** These requests with the settings of the bundle filled in. */
    final JsonNode resolved(JsonNode requests) {
        return bundle.resolved(requests);
    }

    /** What the control port lists of this call, newest first. */
    public final List<JsonNode> deadLetters() {
        JsonNode known = view();
        List<String> names = new ArrayList<>(List.of(callerCallId));
        if (known.has("id")) {
            names.add(known.path("id").asText());
            names.add(known.at("/meetingCall/id").asText("none"));
        }
        List<JsonNode> mine = new ArrayList<>();
        RunningBundle.json(bundle.get("/dead-letters").body())
                .path("deadLetters")
                .forEach(letter -> {
                    if (names.contains(letter.path("call").asText())
                            || names.contains(letter.path("escalationId").asText())) {
                        mine.add(letter);
                    }
                });
        return mine;
    }

    /**
     * Waits for a command to reach Graph.
     *
     * @param named as in a story: {@code POST {caller}/answer}
     * @return the first one
     * @throws IllegalStateException when none has come within 30 s
     */
    public final RecordedRequest awaitRequest(String named) {
        List<RecordedRequest> found = new ArrayList<>();
        boolean came = Await.until(PATIENCE, () -> {
            CallPlaceholders names = new CallPlaceholders(this, view());
            Optional<RecordedRequest> first = requests().stream()
                    .filter(request -> CallPlaceholders.fits(named, names.of(request)))
                    .findFirst();
            first.ifPresent(found::add);
            return first.isPresent();
        });
        if (!came) {
            throw new IllegalStateException(named + " has not come.\n" + timeline());
        }
        return found.get(0);
    }

    /**
     * Waits for the escalation to be in a phase.
     *
     * @throws IllegalStateException when it is in another one after 30 s
     */
    public PlacedCall awaitPhase(String phase) {
        if (!Await.until(PATIENCE, () -> phase().equals(phase))) {
            throw new IllegalStateException("The phase is " + phase() + ", not " + phase + ".\n" + timeline());
        }
        return this;
    }
}
