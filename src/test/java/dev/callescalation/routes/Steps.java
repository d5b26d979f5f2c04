package dev.callescalation.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.TestCall;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** The journal of a call, as the control port shows it. */
final class Steps {

    private Steps() {}

    /**
     * Waits until the bundle has decided on a reply, such as {@code reply to join: 201 accepted}.
     *
     * @return what became of it
     */
    static String awaitReply(TestCall call, String reply) {
        return Awaitility.await()
                .until(
                        () -> steps(call)
                                .filter(step -> step.path("what").asText().equals(reply))
                                .map(step -> step.path("outcome").asText())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** What became of the notification that was told last. */
    static String lastOutcome(TestCall call) {
        return steps(call)
                .filter(step -> step.path("event").asText().equals("notification"))
                .reduce((before, after) -> after)
                .map(step -> step.path("outcome").asText())
                .orElse("");
    }

    private static Stream<JsonNode> steps(TestCall call) {
        return StreamSupport.stream(call.view().path("steps").spliterator(), false);
    }
}
