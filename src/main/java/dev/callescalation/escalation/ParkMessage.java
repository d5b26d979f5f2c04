package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandReply;
import dev.callescalation.notification.Notification;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Keeps a message that could not be decided on, together with the error. The escalation stays as it was. */
public final class ParkMessage implements Processor {

    private EscalationStore store;

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    @Override
    public void process(Exchange exchange) {
        Object event = exchange.getMessage().getBody();
        Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String outcome = "parked: " + error.getClass().getSimpleName() + ": " + error.getMessage();
        if (event instanceof Notification news) {
            park(news.receivedAt(), news.callId(), "notification", news.summary(), outcome, news.item(), null);
        } else if (event instanceof CommandReply reply) {
            park(
                    reply.receivedAt(),
                    reply.command().callId(),
                    "reply",
                    reply.summary(),
                    outcome,
                    reply.body(),
                    reply.command());
        } else if (event instanceof DeadlinePassed passed) {
            park(
                    passed.at(),
                    "",
                    "deadline",
                    "deadline of " + passed.escalationId(),
                    outcome,
                    MissingNode.getInstance(),
                    null);
        } else {
            park(Instant.now(), "", "unknown", "", outcome, MissingNode.getInstance(), null);
        }
    }

    private void park(
            Instant at,
            String callId,
            String event,
            String summary,
            String outcome,
            JsonNode message,
            Command answered) {
        JournalEntry entry =
                new JournalEntry(at, "", callId, event, summary, "", outcome, Phase.NONE, message, List.of());
        store.commit(new EscalationStore.Commit(null, null, entry, List.of(), answered));
    }
}
