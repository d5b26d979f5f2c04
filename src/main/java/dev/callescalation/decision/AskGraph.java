package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandTemplates;
import dev.callescalation.graph.Participants;
import dev.callescalation.notification.Identities;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step that decides to ask Graph something. The command leaves from the outbox once the decision is committed. Each
 * use of the Kamelet {@code ask-graph} has a bean of this class of its own; routes/kamelets/ask-graph.kamelet.yaml says
 * what each property means.
 */
public final class AskGraph implements Processor, CamelContextAware {

    private static final String NO_BODY = "none";

    private final Clock clock = Clock.systemUTC();
    private CamelContext context;
    private CommandTemplates templates;
    private String publicUrl = "";
    private String command = "";
    private String key = "once";
    private String to = "nobody";
    private String method = "POST";
    private String template = "";
    private String callback = NO_BODY;
    private String phase = "";
    private Duration wait;
    private Duration deadline = Duration.ZERO;
    private int atOnce;
    private boolean followed;
    private boolean repeatable = true;
    private Text path = Text.EMPTY;
    private Text tenant = Text.EMPTY;
    private Text people = Text.EMPTY;
    private Text replaces = Text.EMPTY;
    private Text clientContext = Text.EMPTY;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    public void setTemplates(CommandTemplates templates) {
        this.templates = templates;
    }

    /** Address of the webhook as Graph reaches it. */
    public void setPublicUrl(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    public void setCommand(String command) {
        this.command = command;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public void setTo(String to) {
        this.to = to;
    }

    public void setMethod(String method) {
        this.method = method;
    }

    public void setPath(String path) {
        this.path = Text.of(context, path);
    }

    public void setTemplate(String template) {
        this.template = template;
    }

    public void setPeople(String people) {
        this.people = Text.of(context, people);
    }

    public void setReplaces(String replaces) {
        this.replaces = Text.of(context, replaces);
    }

    public void setAtOnce(int atOnce) {
        this.atOnce = atOnce;
    }

    public void setCallback(String callback) {
        this.callback = callback;
    }

    public void setTenant(String tenant) {
        this.tenant = Text.of(context, tenant);
    }

    public void setClientContext(String clientContext) {
        this.clientContext = Text.of(context, clientContext);
    }

    public void setSeconds(long seconds) {
        this.deadline = Duration.ofSeconds(seconds);
    }

    public void setFollowed(boolean followed) {
        this.followed = followed;
    }

    public void setRepeatable(boolean repeatable) {
        this.repeatable = repeatable;
    }

    public void setPhase(String phase) {
        this.phase = phase;
    }

    public void setWaitMs(String waitMs) {
        this.wait = waitMs.isEmpty() ? null : Duration.ofMillis(Long.parseLong(waitMs));
    }

    @Override
    public void process(Exchange exchange) {
        Decision decision = OneCommit.decision(exchange, "ask-graph");
        boolean queued = false;
        if (people.isEmpty()) {
            queued = queue(exchange, decision, null);
        } else {
            for (ArrayNode portion : portions(exchange)) {
                queued |= queue(exchange, decision, portion);
            }
        }
        if (queued && wait != null) {
            decision.waitFor(wait);
        }
        if (!phase.isEmpty()) {
            decision.become(phase, false);
        }
    }

    /** The people in requests of their own. Those whom Graph moves out of a call travel alone. */
    private List<ArrayNode> portions(Exchange exchange) {
        Object value = people.valueIn(exchange);
        if (value instanceof JsonNode one && one.isObject()) {
            String call = replaces.in(exchange);
            return List.of(call.isEmpty() ? Participants.ringing(one) : Participants.moving(one, call));
        }
        List<JsonNode> list = new ArrayList<>();
        if (value instanceof Iterable<?> several) {
            several.forEach(person -> list.add((JsonNode) person));
        }
        return Participants.portions(list, atOnce);
    }

    private boolean queue(Exchange exchange, Decision decision, ArrayNode participants) {
        Escalation known = decision.known();
        Escalation.Call call = call(decision);
        String name = key(decision);
        String context = followed ? clientContext(exchange, decision, name) : "";
        Instant now = clock.instant();
        return decision.queue(
                new Command(
                        known.id(),
                        name,
                        command,
                        call.id(),
                        method,
                        path(exchange, known, call.id()),
                        body(exchange, decision, context, participants),
                        tenant(exchange, decision, call),
                        known.origin().scenarioId(),
                        now,
                        now.plus(deadline),
                        repeatable,
                        0,
                        false,
                        false),
                context,
                followed && participants != null ? ids(participants) : List.of());
    }

    private Escalation.Call call(Decision decision) {
        Escalation known = decision.known();
        return switch (to) {
            case "caller" -> known.callerCall();
            case "meeting" -> known.meetingCall();
            case "duplicate-leg" ->
                new Escalation.Call(
                        decision.facts().text("callId"), "", known.meetingCall().tenantId());
            case "nobody" -> Escalation.Call.NONE;
            default ->
                throw new IllegalArgumentException(
                        "to is '" + to + "'; it must be caller, meeting, duplicate-leg or nobody");
        };
    }

    /** A command to no call makes the meeting's, in the tenant that is given. */
    private String tenant(Exchange exchange, Decision decision, Escalation.Call call) {
        String given = tenant.in(exchange);
        if (given.isEmpty()) {
            return call == Escalation.Call.NONE ? decision.known().origin().tenantId() : call.tenantId();
        }
        if (call == Escalation.Call.NONE) {
            decision.meetingTenant(given);
        }
        return given;
    }

    /** The same for each try of a command, so that a repeat can be recognised; it leads back to the escalation. */
    private String clientContext(Exchange exchange, Decision decision, String name) {
        String wanted = clientContext.in(exchange);
        boolean taken =
                decision.operations().stream().anyMatch(o -> o.clientContext().equals(wanted));
        return wanted.isEmpty() || taken ? decision.known().id() + "/" + name : wanted;
    }

    private String key(Decision decision) {
        if ("once".equals(key)) {
            return command;
        }
        int next = decision.asked(command) + 1;
        return next == 1 && "again".equals(key) ? command : command + "-" + next;
    }

    private static List<String> ids(ArrayNode participants) {
        List<String> ids = new ArrayList<>();
        participants.forEach(participant -> ids.add(Identities.id(participant.path("identity"))));
        return ids;
    }

    private String path(Exchange exchange, Escalation known, String callId) {
        String version = "app".equals(known.origin().dialect()) ? "/beta" : "/v1.0";
        return version + known.origin().prefix() + "/calls" + (callId.isEmpty() ? "" : "/" + callId)
                + path.in(exchange);
    }

    private String body(Exchange exchange, Decision decision, String context, ArrayNode participants) {
        String named = template.isEmpty() && "POST".equals(method) ? command : template;
        if (named.isEmpty() || NO_BODY.equals(named)) {
            return "";
        }
        // a variable of a policy, unless it has the name of a fact
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        exchange.getVariables().forEach((name, value) -> add(values, name, value));
        decision.facts().forEach((name, value) -> add(values, name, value));
        values.put("clientContext", context);
        if (participants != null) {
            values.set("participants", participants);
        }
        if (!NO_BODY.equals(callback)) {
            boolean ofTheEscalation = "escalation".equals(callback);
            values.put(
                    "callback",
                    ofTheEscalation
                            ? publicUrl + "?escalation=" + decision.known().id()
                            : publicUrl);
        }
        if (!tenant.isEmpty()) {
            values.put("meetingTenantId", tenant.in(exchange));
        }
        return templates
                .render(decision.known().origin().dialect(), named, values)
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
            ArrayNode array = values.putArray(name);
            list.forEach(entry -> {
                if (entry instanceof JsonNode json) {
                    array.add(json);
                } else {
                    array.add(String.valueOf(entry));
                }
            });
        }
    }
}
