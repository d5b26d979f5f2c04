package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandTemplates;
import dev.callescalation.notification.Identities;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The work of the Kamelet graph-command: renders the body of a command from its template and takes it into the
 * decision. It leaves when the decision is committed. A template can name every variable of the route that is a text, a
 * number, a boolean or JSON.
 */
public final class QueueCommand implements Processor {

    private final Clock clock = Clock.systemUTC();
    private CommandTemplates templates;

    public void setTemplates(CommandTemplates templates) {
        this.templates = templates;
    }

    @Override
    public void process(Exchange exchange) {
        Decision decision = exchange.getVariable("decision", Decision.class);
        String command = text(exchange, "commandName");
        String key = key(text(exchange, "commandKey"), command, decision);
        String dialect = text(exchange, "dialect");
        boolean followed = Boolean.parseBoolean(text(exchange, "commandFollowed"));
        String clientContext = followed ? clientContext(exchange, decision, key) : "";
        String callId = text(exchange, "commandCallId");
        Instant now = clock.instant();
        decision.queue(
                new Command(
                        decision.escalationId(),
                        key,
                        command,
                        callId,
                        text(exchange, "commandMethod"),
                        path(exchange, dialect, callId),
                        body(exchange, dialect, clientContext),
                        text(exchange, "commandTenantId"),
                        text(exchange, "scenarioId"),
                        now,
                        now.plusSeconds(Long.parseLong(text(exchange, "commandSeconds"))),
                        Boolean.parseBoolean(text(exchange, "commandRepeatable")),
                        0,
                        false,
                        false),
                clientContext,
                followed ? invited(exchange) : List.of());
    }

    /** Stable for the command, so that a repeat can be recognised, and it leads back to the escalation by itself. */
    private static String clientContext(Exchange exchange, Decision decision, String key) {
        String wanted = text(exchange, "clientContext");
        boolean taken =
                decision.operations().stream().anyMatch(o -> o.clientContext().equals(wanted));
        return wanted.isEmpty() || taken ? decision.escalationId() + "/" + key : wanted;
    }

    private static String key(String wanted, String command, Decision decision) {
        int next = decision.asked(command) + 1;
        return switch (wanted) {
            case "numbered" -> command + "-" + next;
            case "again" -> next == 1 ? command : command + "-" + next;
            case "" -> command;
            default -> wanted;
        };
    }

    private static List<String> invited(Exchange exchange) {
        List<String> ids = new ArrayList<>();
        if (exchange.getVariable("participants") instanceof Iterable<?> participants) {
            participants.forEach(participant -> ids.add(Identities.id(((JsonNode) participant).path("identity"))));
        }
        return ids;
    }

    private static String path(Exchange exchange, String dialect, String callId) {
        String version = "app".equals(dialect) ? "/beta" : "/v1.0";
        return version + text(exchange, "prefix") + "/calls" + (callId.isEmpty() ? "" : "/" + callId)
                + text(exchange, "commandPath");
    }

    private String body(Exchange exchange, String dialect, String clientContext) {
        String template = text(exchange, "commandTemplate");
        if ("none".equals(template)) {
            return "";
        }
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, Object> variable : exchange.getVariables().entrySet()) {
            add(values, variable.getKey(), variable.getValue());
        }
        values.put("clientContext", clientContext);
        return templates
                .render(dialect, template.isEmpty() ? text(exchange, "commandName") : template, values)
                .toString();
    }

    private static void add(ObjectNode values, String name, Object value) {
        if (value instanceof JsonNode json) {
            values.set(name, json);
        } else if (value instanceof String string) {
            values.put(name, string);
        } else if (value instanceof Boolean bool) {
            values.put(name, bool);
        } else if (value instanceof Number number) {
            values.put(name, number.longValue());
        } else if (value instanceof Iterable<?> list) {
            list.forEach(entry -> {
                if (entry instanceof JsonNode json) {
                    values.withArray(name).add(json);
                }
            });
        }
    }

    private static String text(Exchange exchange, String variable) {
        return exchange.getVariable(variable, "", String.class);
    }
}
