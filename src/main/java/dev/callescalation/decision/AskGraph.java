package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandTemplates;
import dev.callescalation.graph.Participants;
import dev.callescalation.notification.Identities;
import dev.callescalation.notification.Tones;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * A step that decides to ask Graph something, that of the Kamelet {@code ask-graph}. The command leaves from the outbox
 * once the decision is committed.
 */
public final class AskGraph extends KameletStep {

    private static final String NO_BODY = "none";
    private static final String BOTH = "both";

    /** What computed ids may add to the address of a call. */
    private static final Pattern PATH = Pattern.compile("(/(?!\\.)[\\w.:@=~$()',-]+)*");

    private final Clock clock = SteadyClock.ofThisProgram();
    private CommandTemplates templates;
    private String publicUrl = "";
    private String command = "";
    private String key = "once";
    private String to = "nobody";
    private String method = "POST";
    private String template = "";
    private String callback = NO_BODY;
    private Duration deadline = Duration.ZERO;
    private int atOnce;
    private boolean followed;
    private boolean repeatable = true;
    private String valueIs = "text";
    private String dialect = BOTH;
    private Expression value;
    private Expression path;
    private Expression tenant;
    private Expression people;
    private Expression replaces;
    private Expression clientContext;

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
        this.path = expression(path);
    }

    public void setTemplate(String template) {
        this.template = template;
    }

    public void setValue(String value) {
        this.value = expression(value);
    }

    public void setValueIs(String valueIs) {
        this.valueIs = valueIs;
    }

    public void setDialect(String dialect) {
        this.dialect = dialect;
    }

    public void setPeople(String people) {
        this.people = expression(people);
    }

    public void setReplaces(String replaces) {
        this.replaces = expression(replaces);
    }

    public void setAtOnce(int atOnce) {
        this.atOnce = atOnce;
    }

    public void setCallback(String callback) {
        this.callback = callback;
    }

    public void setTenant(String tenant) {
        this.tenant = expression(tenant);
    }

    public void setClientContext(String clientContext) {
        this.clientContext = expression(clientContext);
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

    @Override
    public void process(Exchange exchange) {
        Decision decision = OneCommit.decision(exchange, "ask-graph");
        boolean queued = false;
        if (people == null) {
            queued = queue(exchange, decision, null);
        } else {
            for (ArrayNode portion : portions(exchange)) {
                queued |= queue(exchange, decision, portion);
            }
        }
        if (queued && wait != null) {
            decision.wait = wait;
        }
        if (!phase.isEmpty()) {
            decision.become(phase, false);
        }
    }

    /** The people in requests of their own. Those whom Graph moves out of a call travel alone. */
    private List<ArrayNode> portions(Exchange exchange) {
        Object value = people.evaluate(exchange, Object.class);
        if (value instanceof JsonNode one && one.isObject()) {
            String call = text(replaces, exchange);
            return List.of(call.isEmpty() ? Participants.ringing(one) : Participants.moving(one, call));
        }
        List<JsonNode> list = new ArrayList<>();
        if (value instanceof Iterable<?> several) {
            several.forEach(person -> list.add((JsonNode) person));
        }
        return Participants.portions(list, atOnce);
    }

    private boolean queue(Exchange exchange, Decision decision, ArrayNode participants) {
        Escalation known = decision.known;
        if (!BOTH.equals(dialect) && !dialect.equals(known.origin().dialect())) {
            throw new IllegalStateException(
                    "The command " + command + " exists only in today's form of Graph, and this" + " call came under "
                            + known.origin().prefix() + ": do not ask for it where the fact dialect is app");
        }
        Escalation.Call call = call(decision);
        String name = decision.key(command, key);
        String context = followed ? clientContext(exchange, decision, name) : "";
        Instant now = clock.instant();
        Command asked = new Command(
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
                false,
                "",
                List.of(),
                "");
        return decision.queue(asked, context, followed && participants != null ? ids(participants) : List.of());
    }

    private Escalation.Call call(Decision decision) {
        Escalation.Call meeting = decision.known.meetingCall();
        return switch (to) {
            case "caller" -> decision.known.callerCall();
            case "meeting" -> meeting;
            case "duplicate-leg" -> new Escalation.Call(decision.facts.text("callId"), "", meeting.tenantId());
            case "nobody" -> Escalation.Call.NONE;
            default ->
                throw new IllegalArgumentException(
                        "to is '" + to + "'; it must be caller, meeting, duplicate-leg or nobody");
        };
    }

    /** A command to no call makes the meeting's, in the tenant that is given. */
    private String tenant(Exchange exchange, Decision decision, Escalation.Call call) {
        String given = text(tenant, exchange);
        boolean toNobody = call == Escalation.Call.NONE;
        if (given.isEmpty()) {
            return toNobody ? decision.known.origin().tenantId() : call.tenantId();
        }
        if (toNobody) {
            decision.meetingTenantId = given;
        }
        return given;
    }

    /** The same for each try of a command, so that a repeat can be recognised; it leads back to the escalation. */
    private String clientContext(Exchange exchange, Decision decision, String name) {
        String wanted = text(clientContext, exchange);
        boolean taken =
                decision.operations.stream().anyMatch(o -> o.clientContext().equals(wanted));
        return wanted.isEmpty() || taken ? decision.known.id() + "/" + name : wanted;
    }

    private static List<String> ids(ArrayNode participants) {
        List<String> ids = new ArrayList<>();
        participants.forEach(participant -> ids.add(Identities.id(participant.path("identity"))));
        return ids;
    }

    private String path(Exchange exchange, Escalation known, String callId) {
        String version = "app".equals(known.origin().dialect()) ? "/beta" : "/v1.0";
        String calls = version + known.origin().prefix() + "/calls";
        String end = text(path, exchange);
        if (!PATH.matcher(end).matches()) {
            throw new IllegalArgumentException(
                    "'" + end + "' is no path for the command " + command + ": an id in it is empty or no id");
        }
        return calls + (callId.isEmpty() ? "" : "/" + callId) + end;
    }

    /** What the template finds as {@code .value}. */
    private Object value(Exchange exchange) {
        Object given = value.evaluate(exchange, Object.class);
        boolean several = given instanceof Collection<?>;
        String text = several
                ? ((Collection<?>) given).stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(given);
        boolean readable = several || given instanceof String || given == null;
        return switch (valueIs) {
            case "prompts" -> Participants.prompts(given == null ? "" : text);
            case "tones" -> tones(given == null ? "" : text);
            case "person" -> Participants.one(readable ? new Participants().configured(text) : (JsonNode) given);
            default -> given;
        };
    }

    private static List<String> tones(String keys) {
        List<String> names = keys.codePoints()
                .filter(key -> key != ' ' && key != ',')
                .mapToObj(key -> Tones.name(Character.toString(key)))
                .toList();
        if (names.isEmpty() || names.contains(null)) {
            // not quoted: it may be a PIN
            throw new IllegalArgumentException(
                    "The tones to send are none: write digits, * and #, a to d, and ! for flash");
        }
        return names;
    }

    private String body(Exchange exchange, Decision decision, String context, ArrayNode participants) {
        String named = template.isEmpty() && "POST".equals(method) ? command : template;
        if (named.isEmpty() || NO_BODY.equals(named)) {
            return "";
        }
        ObjectNode values = values(exchange, decision);
        values.put("clientContext", context);
        if (value != null) {
            add(values, "value", value(exchange));
        }
        String replaced = participants == null ? text(replaces, exchange) : "";
        if (!replaced.isEmpty()) {
            values.put("replaces", replaced);
        }
        if (participants != null) {
            values.set("participants", participants);
        }
        if (!NO_BODY.equals(callback)) {
            String query = "escalation".equals(callback) ? "?escalation=" + decision.known.id() : "";
            values.put("callback", publicUrl + query);
        }
        if (tenant != null) {
            values.put("meetingTenantId", text(tenant, exchange));
        }
        return templates
                .render(decision.known.origin().dialect(), named, values)
                .toString();
    }

    /** What a template reads: a variable of a policy, unless it has the name of a fact. */
    static ObjectNode values(Exchange exchange, Decision decision) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        exchange.getVariables().forEach((name, value) -> add(values, name, value));
        decision.facts.forEach((name, value) -> add(values, name, value));
        return values;
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
