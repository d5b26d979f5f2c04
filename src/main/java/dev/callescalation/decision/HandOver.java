package dev.callescalation.decision;

import dev.callescalation.escalation.Escalation;
import dev.callescalation.graph.Command;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultExchange;

/**
 * Gives what a decision has led to, once it is stored, to the routes that go on with it: commands to {@code
 * seda:send-command}, lookups to {@code seda:send-lookup}, moments to {@code seda:announce}. A full queue takes no
 * more: a command stays in the outbox and is sent later, a moment is not announced.
 */
public final class HandOver implements Processor {

    static final String COMMANDS = "seda:send-command";
    static final String MOMENTS = "seda:announce";

    /** For the commands that ask another system than Graph; no bundle without one needs a route that listens to it. */
    public static final String LOOKUPS = "seda:send-lookup";

    /** Where commands and moments go; a route listens to each. */
    public static final List<String> QUEUES = List.of(COMMANDS, MOMENTS);

    private static final String QUEUE = "?waitForTaskToComplete=Never&discardWhenFull=true";

    private final CamelContext context;
    private Producer commands;
    private Producer moments;
    private Producer lookups;

    HandOver(CamelContext context) {
        this.context = context;
    }

    void commands(List<Command> queued) throws Exception {
        for (Command command : queued) {
            process(exchange(command));
        }
    }

    /** A moment's route reads the facts as they are after the decision. */
    void moments(List<Decision.Moment> announced, Escalation after, Facts facts) throws Exception {
        for (Decision.Moment moment : announced) {
            Exchange exchange = exchange(moment.name());
            facts.forEach(exchange::setVariable);
            if (after != null) {
                exchange.setVariable("phase", after.phase());
                exchange.setVariable("over", after.over());
                exchange.setVariable("failure", after.failure());
            }
            exchange.setVariable("moment", moment.name());
            exchange.setVariable("operationKey", moment.operationKey());
            exchange.setVariable("error", moment.error());
            process(exchange);
        }
    }

    private Exchange exchange(Object body) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOnly);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        if (commands == null) {
            open();
        }
        Producer queue = moments;
        if (exchange.getMessage().getBody() instanceof Command command) {
            queue = command.isLookup() ? lookups() : commands;
        }
        queue.process(exchange);
    }

    private synchronized Producer lookups() throws Exception {
        if (lookups == null) {
            lookups = producer(LOOKUPS);
        }
        return lookups;
    }

    /** Not before the first decision: the queues belong to routes that are built later. */
    private synchronized void open() throws Exception {
        if (commands == null) {
            moments = producer(MOMENTS);
            commands = producer(COMMANDS);
        }
    }

    private Producer producer(String queue) throws Exception {
        Producer producer = context.getEndpoint(queue + QUEUE).createProducer();
        producer.start();
        return producer;
    }
}
