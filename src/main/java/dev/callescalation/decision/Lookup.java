package dev.callescalation.decision;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.CommandTemplates;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * A step that decides to ask another system something, that of the Kamelet {@code lookup}. The request leaves once the
 * decision is committed, and its reply is a decision of its own: none waits for it.
 */
public final class Lookup extends KameletStep {

    private final Clock clock = SteadyClock.ofThisProgram();
    private final List<Part> url = new ArrayList<>();
    private CommandTemplates templates;
    private Lookups lookups;
    private String name = "";
    private String key = "once";
    private String method = "GET";
    private String template = "";
    private Duration deadline = Duration.ZERO;
    private Duration cached = Duration.ZERO;

    /** Of an address: a text as it is, or an expression. */
    private record Part(String text, Expression expression) {}

    public void setTemplates(CommandTemplates templates) {
        this.templates = templates;
    }

    public void setLookups(Lookups lookups) {
        this.lookups = lookups;
    }

    public void setName(String name) {
        this.name = name;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public void setMethod(String method) {
        this.method = method;
    }

    public void setTemplate(String template) {
        this.template = template;
    }

    public void setSeconds(long seconds) {
        this.deadline = Duration.ofSeconds(seconds);
    }

    public void setCacheSeconds(long seconds) {
        this.cached = Duration.ofSeconds(seconds);
    }

    /** What an expression in it gives is escaped: a caller's name or number cannot change the address. */
    public void setUrl(String text) {
        int at = 0;
        for (int begin = text.indexOf("${"); begin >= 0; begin = text.indexOf("${", at)) {
            int end = end(text, begin + 2);
            url.add(new Part(text.substring(at, begin), expression(text.substring(begin, end))));
            at = end;
        }
        url.add(new Part(text.substring(at), null));
    }

    /** Behind the brace that closes the one before. */
    private static int end(String text, int from) {
        int open = 1;
        int at = from;
        while (open > 0 && at < text.length()) {
            char next = text.charAt(at++);
            open += next == '{' ? 1 : next == '}' ? -1 : 0;
        }
        return at;
    }

    @Override
    public void process(Exchange exchange) {
        Decision decision = OneCommit.decision(exchange, "lookup");
        Instant now = clock.instant();
        Command asked = new Command(
                decision.known.id(),
                decision.key(name, key),
                name,
                "",
                method,
                address(exchange),
                body(exchange, decision),
                "",
                decision.known.origin().scenarioId(),
                now,
                now.plus(deadline),
                "GET".equals(method),
                0,
                false,
                false,
                "",
                List.of(),
                "");
        lookups.keep(name, cached);
        if (decision.queue(asked, "", List.of()) && wait != null) {
            decision.wait = wait;
        }
        if (!phase.isEmpty()) {
            decision.become(phase, false);
        }
    }

    /** @throws IllegalArgumentException when it is none of http or https; the message quotes no value of the caller */
    private String address(Exchange exchange) {
        StringBuilder address = new StringBuilder();
        for (Part part : url) {
            address.append(part.text());
            String value = text(part.expression(), exchange);
            address.append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        String begins = url.get(0).text();
        if (!begins.matches("https?://[^/?#]+.*") || !isUri(address.toString())) {
            throw new IllegalArgumentException("the url of the lookup '" + name + "' begins with '"
                    + begins.replaceFirst("[?#].*", "") + "'; it must be http://<host>/… or https://<host>/…");
        }
        return address.toString();
    }

    private static boolean isUri(String address) {
        try {
            return URI.create(address).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String body(Exchange exchange, Decision decision) {
        String named = template.isEmpty() && "POST".equals(method) ? name : template;
        if (named.isEmpty() || "none".equals(named)) {
            return "";
        }
        String dialect = decision.known.origin().dialect();
        return templates
                .render(dialect, named, AskGraph.values(exchange, decision))
                .toString();
    }
}
