package dev.callescalation.decision;

import dev.callescalation.decision.FairQueue.Limits;
import dev.callescalation.escalation.DeadlinePassed;
import dev.callescalation.graph.Command;
import dev.callescalation.notification.Decidable;
import dev.callescalation.notification.KnownPeople;
import dev.callescalation.trace.LogContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.seda.BlockingQueueFactory;
import org.apache.camel.component.seda.QueueReference;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.component.seda.SedaConsumer;
import org.apache.camel.component.seda.SedaEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues whose readers go on after an Error. Those of Camel end for good, without a word: nothing is sent any more.
 *
 * <p>Commands wait in a line for each tenant, answers first; lookups in one for each name;
 * moments in a line for each kind, and deadlines in one for each escalation: {@link FairQueue}.
 */
public final class SturdySeda extends SedaComponent {

    private static final Logger LOG = LoggerFactory.getLogger(SturdySeda.class);
    private static final String DEADLINES = "seda:deadline-passed";
    private static final Duration SLOW = Duration.ofSeconds(30);

    /** Those that a route listens to, by what waits in them. */
    private final Map<String, FairQueue<Exchange>> watched = new ConcurrentSkipListMap<>();

    /** Which kind of moments, or whose deadline, has to wait for longest, if for long; empty for none. */
    public List<String> slow() {
        return watched.entrySet().stream()
                .flatMap(queue -> queue.getValue().slowest(SLOW).stream()
                        .map(line -> queue.getKey() + " wait for more than " + SLOW.toSeconds() + " s: " + line))
                .toList();
    }

    @Override
    public QueueReference getOrCreateQueue(
            SedaEndpoint endpoint, Integer size, Boolean multiple, BlockingQueueFactory<Exchange> given) {
        String name = getQueueKey(endpoint.getEndpointUri()).replace("://", ":");
        return super.getOrCreateQueue(endpoint, size, multiple, queues(name, given));
    }

    private BlockingQueueFactory<Exchange> queues(String name, BlockingQueueFactory<Exchange> given) {
        return switch (name) {
            case HandOver.COMMANDS ->
                new Queues(size -> new FairQueue<>(
                        size, limits("calls.graph.connections"), SturdySeda::tenant, SturdySeda::isUrgent));
            case HandOver.LOOKUPS ->
                new Queues(size ->
                        new FairQueue<>(size, limits("calls.lookup.connections"), SturdySeda::lookup, lookup -> false));
            case HandOver.MOMENTS -> new Queues(size -> oneOfEach("Moments", size, SturdySeda::kind));
            case DEADLINES -> new Queues(size -> oneOfEach("Deadlines", size, SturdySeda::escalation));
            default -> given;
        };
    }

    private FairQueue<Exchange> oneOfEach(String what, int size, Function<Exchange, String> key) {
        FairQueue<Exchange> queue = new FairQueue<>(size, Limits.ONE, key, each -> true);
        watched.put(what, queue);
        return queue;
    }

    /** @param readers setting of their number */
    private Limits limits(String readers) {
        return Limits.ofReaders(
                Integer.parseInt(getCamelContext().resolvePropertyPlaceholders("{{" + readers + ":1}}")));
    }

    private static String lookup(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof Command command ? command.command() : "";
    }

    private static String tenant(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof Command command ? command.tenantId() : "";
    }

    private static boolean isUrgent(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof Command command && "answer".equals(command.command());
    }

    private static String escalation(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof DeadlinePassed passed ? passed.escalationId() : "";
    }

    private static String kind(Exchange exchange) {
        return String.valueOf(exchange.getMessage().getBody());
    }

    /** As long as both ends of a queue allow, or as Camel does where they do not say. */
    private record Queues(IntFunction<BlockingQueue<Exchange>> ofSize) implements BlockingQueueFactory<Exchange> {

        @Override
        public BlockingQueue<Exchange> create() {
            return ofSize.apply(MOST);
        }

        @Override
        public BlockingQueue<Exchange> create(int size) {
            return ofSize.apply(size);
        }

        private static final int MOST = 10_000;
    }

    @Override
    protected SedaEndpoint createEndpoint(
            String uri, Component component, BlockingQueueFactory<Exchange> queues, int concurrentConsumers) {
        return new SturdyEndpoint(uri, component, queues, concurrentConsumers);
    }

    private static final class SturdyEndpoint extends SedaEndpoint {

        private SturdyEndpoint(
                String uri, Component component, BlockingQueueFactory<Exchange> queues, int concurrentConsumers) {
            super(uri, component, queues, concurrentConsumers);
        }

        @Override
        protected SedaConsumer createNewConsumer(Processor processor) {
            return new SturdyConsumer(this, processor);
        }
    }

    private static final class SturdyConsumer extends SedaConsumer {

        private SturdyConsumer(SedaEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        protected void sendToConsumers(Exchange exchange, AsyncCallback done) throws Exception {
            String bundle = getEndpoint().getCamelContext().getGlobalOption(LogContext.BUNDLE);
            try (LogContext log = LogContext.open(getRoute().getRouteId(), bundle)) {
                if (exchange.getMessage().getBody() instanceof Decidable message) {
                    log.next(message.contents());
                    log.escalation(message.escalationId());
                } else {
                    // a moment, whose facts are variables
                    KnownPeople.add(Arrays.asList(exchange.getVariable("caller"), exchange.getVariable("incoming")));
                    log.escalation(exchange.getVariable("escalationId", String.class));
                }
                super.sendToConsumers(exchange, done);
            }
        }

        @Override
        protected void doRun() {
            boolean ended = false;
            while (!ended) {
                try {
                    super.doRun();
                    ended = true;
                } catch (Error e) {
                    LOG.error("{} goes on after an Error; the message that it had taken is lost", getEndpoint(), e);
                }
            }
            if (getEndpoint().getQueue() instanceof FairQueue<?> queue) {
                // a route that is started again goes on with the same queue, and other threads
                queue.leave();
            }
        }
    }
}
