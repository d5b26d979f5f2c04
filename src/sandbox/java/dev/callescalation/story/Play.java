package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Form;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** One story in one form. */
final class Play {

    private static final List<String> OF_CALL = List.of("requestedModalities", "skypeFirst", "presses", "caller");

    private final Story story;
    private final Form form;
    private Ending ending;
    /** Where the story asks for what cannot be done. */
    private String refused = "/when";

    private PlayResult result;

    Play(Story story, Form form) {
        this.story = story;
        this.form = form;
    }

    /** Plays it once, in a bundle with its settings. */
    void in(RunningBundle bundle) {
        long began = System.nanoTime();
        List<Difference> differences;
        String timeline = "";
        try {
            String scenarioId = UUID.randomUUID().toString();
            // throttling is per tenant: a throttled story must not delay the others
            String tenantId =
                    story.given().path("tenantId").asText(UUID.randomUUID().toString());
            story.given()
                    .path("faults")
                    .forEach(fault -> bundle.sandbox().fault(scenarioId, Fault.of(fault.toString())));
            story.given().path("endpoints").forEach(answer -> bundle.answer(scenarioId, answer.toString()));
            PlacedCall call = begin(bundle, scenarioId, tenantId);
            ending = new Ending(story.then(), call);
            differences = act(new StepPlayer(story, bundle, call, tenantId, ending::isBroken));
            timeline = differences.isEmpty() ? "" : call.timeline();
        } catch (RuntimeException e) {
            differences = List.of(new Difference(refused, e.getMessage() == null ? e.toString() : e.getMessage()));
        }
        result = new PlayResult(story, form, differences, timeline, Duration.ofNanos(System.nanoTime() - began));
    }

    /** It has not been played. The setting that it is said to be for is named by its line. */
    void failed(String why) {
        String pointer = story.settings().keySet().stream()
                .filter(why::contains)
                .findFirst()
                .map(key -> "/given/settings/" + key)
                .orElse("");
        result = new PlayResult(story, form, List.of(new Difference(pointer, why)), "", Duration.ZERO);
    }

    /** Whether commands came that nobody expects after all seemed to be well; once the bundle has ended. */
    void lookAgain() {
        if (result.isOk()) {
            List<Difference> late = ending.lookAgain();
            result = new PlayResult(story, form, late, "", result.took());
        }
    }

    /** How it went, once it has been played. */
    PlayResult result() {
        return result;
    }

    private PlacedCall begin(RunningBundle bundle, String scenarioId, String tenantId) {
        boolean placed = story.steps().isMissingNode() || story.steps().get(0).has("call");
        if (!placed) {
            return new PlacedCall(
                    bundle,
                    form.prefix(RunningBundle.APP_ID),
                    scenarioId,
                    new GraphNews(form.prefix(RunningBundle.APP_ID)).newCallId());
        }
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.put("scenario", scenarioId).put("tenantId", tenantId);
        for (String name : OF_CALL) {
            if (story.given().has(name)) {
                order.set(name, story.given().get(name));
            }
        }
        try {
            return bundle.call(form, order.toString());
        } catch (IllegalArgumentException e) {
            refused = ofCall(e.getMessage());
            throw e;
        }
    }

    /** What the sandbox cannot read of the call, as its message names it. */
    private String ofCall(String why) {
        return OF_CALL.stream()
                .filter(name -> story.given().has(name) && why.contains(name))
                .findFirst()
                .map(name -> "/given/" + name)
                .orElse("/given");
    }

    private List<Difference> act(StepPlayer teller) {
        JsonNode steps = story.steps();
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).has("call")) {
                String wrong;
                try {
                    wrong = teller.does(steps.get(i));
                } catch (IllegalStateException e) {
                    wrong = e.getMessage();
                }
                if (!wrong.isEmpty()) {
                    return withCause(List.of(new Difference("/when/" + i, wrong)));
                }
            }
        }
        Await.until(story.within(), () -> ending.look().isEmpty() || ending.isDecided());
        return withCause(ending.look());
    }

    /** A failed decision first, since the rest follows from it. */
    private List<Difference> withCause(List<Difference> differences) {
        if (differences.isEmpty()) {
            return differences;
        }
        Set<Difference> all = new LinkedHashSet<>(ending.unexpected());
        all.addAll(differences);
        return List.copyOf(all);
    }
}
