package dev.callescalation.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.escalation.JournalEntry.Answered;
import dev.callescalation.graph.Command;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When commands were queued, sent and replied to, as far as some steps of the journal say. */
final class OperationTimes {

    private final Map<String, Instant> queued = new HashMap<>();
    private final Map<String, JournalEntry> replies = new HashMap<>();
    private final Map<String, Integer> triesSoFar = new HashMap<>();

    /**
     * @param steps      oldest first
     * @param unanswered commands that have not been replied to yet
     */
    OperationTimes(List<JournalEntry> steps, List<Command> unanswered) {
        for (JournalEntry step : steps) {
            step.commands().forEach(command -> queued.put(command.key(), command.queuedAt()));
            if (step.answered() != null) {
                replies.put(step.answered().key(), step);
            }
        }
        for (Command command : unanswered) {
            queued.put(command.key(), command.queuedAt());
            replies.remove(command.key());
            triesSoFar.put(command.key(), command.attempt());
        }
    }

    /** Adds what is known of the command of that key. */
    void addTo(ObjectNode operation, String key) {
        put(operation, "queuedAt", queued.get(key));
        JournalEntry reply = replies.get(key);
        if (reply != null) {
            Answered answered = reply.answered();
            put(operation, "sentAt", answered.sentAt());
            operation.put("repliedAt", reply.at().toString());
            if (answered.status() > 0) {
                operation.put("httpStatus", answered.status());
            }
            operation.put("tries", answered.tries());
        } else if (triesSoFar.containsKey(key)) {
            operation.put("tries", triesSoFar.get(key));
        }
    }

    private static void put(ObjectNode view, String name, Instant at) {
        if (at != null) {
            view.put(name, at.toString());
        }
    }
}
